"""The front door: what the commands call and programs import, one module a kind of job."""
