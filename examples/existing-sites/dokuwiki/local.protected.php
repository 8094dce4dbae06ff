<?php
// Goes into DokuWiki's conf folder. DokuWiki reads this file after local.php and never writes it.
require_once __DIR__ . '/portico.php';

Portico::configure([
    'url' => getenv('PORTICO_URL') ?: 'http://localhost:8080',
    'site' => 'suppliers',
    'ttl' => (int) (getenv('PORTICO_TTL') ?: 30),              // seconds
    'folder' => $conf['savedir'] . '/cache/portico',
]);
$conf['lang'] = Portico::locale();                             // the wiki's own texts follow, and its direction
