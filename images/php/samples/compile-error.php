<?php
echo "this line must not be judged" if;
