set text (string repeat --count 1000000 x)
while true
    set --append text $text
end
