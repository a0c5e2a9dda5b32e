throw new Error 'wrong'
