"""The waist: draws and laws, the tables of fillers and layer types, and how laws become values."""
