import sys

print('contained' if sys.argv[1:] == ['-c', 'import os', '--version', '@args', ';id', '$(id)', ''] else f'PWNED {sys.argv}')
