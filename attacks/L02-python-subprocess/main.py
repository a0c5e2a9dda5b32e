import subprocess

for command in (['cat', '/etc/shadow'], ['mount'], ['chmod', '777', '/box/app'], ['kill', '-9', '1'], ['touch', '/box/app/x'], ['dmesg']):
    try:
        done = subprocess.run(command, capture_output=True, timeout=5)
        if done.returncode == 0 and command[0] != 'mount':
            print('PWNED', command)
    except (OSError, subprocess.SubprocessError) as refused:
        print(refused)
print('contained')
