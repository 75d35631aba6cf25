<?php
// For `php -S`: real files as they are, all else to WordPress.
$root = $_SERVER['DOCUMENT_ROOT'];
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
if ( '/' !== $path && is_file( $root . $path ) ) {
	return false;
}
$folder = rtrim( $root . $path, '/' );
if ( '/' !== $path && is_file( $folder . '/index.php' ) ) {
	chdir( $folder );
	require 'index.php';
	return;
}
chdir( $root );
$_SERVER['SCRIPT_NAME']     = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $root . '/index.php';
$_SERVER['PHP_SELF']        = '/index.php';
require $root . '/index.php';
