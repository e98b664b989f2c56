"""Forks of Caffe: the words they added, the habits they have, and which of them a net is of.

What is known of a fork stands in its table in `forks/`. `tables` reads the tables, `read` makes
messages of texts in a fork's dialect, `detect` tells which fork a net is written for, `numbers`
brings binary files from a fork's field numbers to the union's and back.

No net that BVLC's Caffe reads needs this room, and none loads it.
"""
