"""A test instance with the data set of OGC's own WMS suite; the product never installs it."""
