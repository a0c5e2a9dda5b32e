<?php
ini_set('memory_limit', '-1');
$blocks = [];
while (true) {
    $blocks[] = str_repeat('x', 8 << 20);
}
