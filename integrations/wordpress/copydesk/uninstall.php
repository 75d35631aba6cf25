<?php
/**
 * Removes all that the plugin stored: options, post meta, events. Terms stay; they are the site's.
 *
 * @package Copydesk
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/includes/class-copydesk-settings.php';
require_once __DIR__ . '/includes/class-copydesk-meta.php';
require_once __DIR__ . '/includes/class-copydesk-queue.php';

/**
 * Removes it from the current site.
 */
function copydesk_uninstall_site() {
	delete_option( Copydesk_Settings::OPTION );
	delete_option( Copydesk_Settings::SECRET_OPTION );
	array_map( 'delete_post_meta_by_key', Copydesk_Meta::ALL );
	Copydesk_Queue::unschedule();
}

if ( is_multisite() ) {
	foreach ( get_sites(
		array(
			'fields' => 'ids',
			'number' => 0,
		)
	) as $copydesk_site ) {
		switch_to_blog( $copydesk_site );
		copydesk_uninstall_site();
		restore_current_blog();
	}
} else {
	copydesk_uninstall_site();
}
