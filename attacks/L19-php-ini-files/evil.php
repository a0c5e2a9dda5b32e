<?php
define('PWNED', 1);
