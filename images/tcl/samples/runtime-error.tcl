error wrong
