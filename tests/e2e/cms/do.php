<?php
// do.php SITE BASE: runs the PHP on standard input inside WordPress, as its administrator, and prints what it returns as JSON.
$_SERVER += array(
	'HTTP_HOST'       => parse_url( $argv[2], PHP_URL_HOST ) . ':' . parse_url( $argv[2], PHP_URL_PORT ),
	'REQUEST_METHOD'  => 'GET',
	'REQUEST_URI'     => '/',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
);
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user( 1 );
$returned = eval( stream_get_contents( STDIN ) );
echo "\n" . wp_json_encode( $returned ) . "\n";
