last(range(0; infinite))
