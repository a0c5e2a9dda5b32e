console.log 'unfinished
