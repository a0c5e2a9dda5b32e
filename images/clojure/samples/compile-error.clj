(println "unfinished"
