"""Caffe's random numbers, bit for bit: words, distributions, and the eras that tell them apart."""
