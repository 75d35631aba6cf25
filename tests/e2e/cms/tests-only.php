<?php
/* Plugin Name: for these tests only: tries again soon, and has the classic editor by ?classic-editor. */
if ( get_option( 'tests_end_first' ) ) { // As under PHP-FPM and LiteSpeed; and WP-Cron cannot help.
	define( 'DISABLE_WP_CRON', true );
	function litespeed_finish_request() {
		flush();
	}
}
add_filter( 'copydesk_retry_delays', fn() => array( 1, 2, 3, 5, 5, 5, 5, 5, 5, 5 ) );
add_filter(
	'use_block_editor_for_post',
	fn( $use ) => $use && ! isset( $_GET['classic-editor'] ) && ! strpos( $_SERVER['HTTP_REFERER'] ?? '', 'classic-editor' )
);
