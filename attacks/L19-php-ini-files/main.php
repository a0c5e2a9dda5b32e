<?php
echo defined('PWNED') || ini_get('auto_prepend_file') ? 'PWNED' : 'contained', "\n";
