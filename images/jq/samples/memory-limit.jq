[range(0; infinite)] | length
