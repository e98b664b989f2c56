"""Forks of Caffe: the words they added, the habits they have, and which of them a net is of."""
