<?php
// setup.php SITE BASE: installs WordPress, makes the users, activates the plugin, prints JSON.
$_SERVER += array(
	'HTTP_HOST'       => parse_url( $argv[2], PHP_URL_HOST ) . ':' . parse_url( $argv[2], PHP_URL_PORT ),
	'REQUEST_METHOD'  => 'GET',
	'REQUEST_URI'     => '/',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
);
define( 'WP_INSTALLING', true );
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
add_filter( 'pre_wp_mail', '__return_false' );
$made = wp_install( 'Loopback Gazette', 'admin', 'admin@example.com', false, '', 'Zx9-harbour-lantern' );
update_option( 'permalink_structure', '/%postname%/' );
$editor = wp_insert_user(
	array(
		'user_login' => 'copydesk',
		'user_pass'  => wp_generate_password(),
		'role'       => 'editor',
	)
);
list( $service ) = WP_Application_Passwords::create_new_application_password( $editor, array( 'name' => 'copydesk' ) );
list( $tester )  = WP_Application_Passwords::create_new_application_password( $made['user_id'], array( 'name' => 'tests' ) );
$error           = activate_plugin( 'copydesk/copydesk.php' );
if ( is_wp_error( $error ) ) {
	fwrite( STDERR, $error->get_error_message() );
	exit( 1 );
}
global $wp_version;
echo "\n" . wp_json_encode(
	array(
		'service' => 'copydesk:' . $service,
		'tester'  => 'admin:' . $tester,
		'version' => $wp_version,
	)
) . "\n";
