"""Names and layouts between Caffe's blobs and other frameworks' tensors."""
