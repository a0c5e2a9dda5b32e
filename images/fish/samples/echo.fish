while read --local line
    echo -- $line
end
