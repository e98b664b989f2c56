"""A training net becomes the net that is deployed, on its text: comments, order, layout stay.

Four questions, one a module: what a layer is there for (`roles`), which layers lead to what the
net is for (`cut`), which shapes its inputs have (`inputs`), and how the text changes (`text`).
"""

from caffe_fillers.deployment.text import Deployed, DeployOptions, deploy_text

__all__ = ["DeployOptions", "Deployed", "deploy_text"]
