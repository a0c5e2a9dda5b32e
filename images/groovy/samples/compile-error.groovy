println('unfinished'
