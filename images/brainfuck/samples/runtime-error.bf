Left of the first cell there is nothing
<+
