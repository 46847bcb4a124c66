"""What is prepared of studies on sanitation: their kinds, versions with files, layer, samples."""
