"""`python -m caffe_fillers` is `fill-weights`."""

from caffe_fillers.cli import main

if __name__ == "__main__":
    main()
