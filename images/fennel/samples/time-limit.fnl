(while true nil)
