say 'Hello, world!';
