<?php
/**
 * Sends what is published to a copydesk service, and shows its answer in the editor.
 *
 * @package Copydesk
 *
 * Plugin Name:       copydesk
 * Description:       Sends published posts to your copydesk service and shows topic, genre, stance and the passages that show them in the editor.
 * Version:           0.1.0
 * Requires at least: 5.9
 * Requires PHP:      7.4
 * Author:            The copydesk authors
 * License:           Apache-2.0
 * License URI:       https://www.apache.org/licenses/LICENSE-2.0
 * Text Domain:       copydesk
 * Domain Path:       /languages
 */

defined( 'ABSPATH' ) || exit;

define( 'COPYDESK_VERSION', '0.1.0' );
define( 'COPYDESK_FILE', __FILE__ );

require_once __DIR__ . '/includes/class-copydesk-settings.php';
require_once __DIR__ . '/includes/class-copydesk-json.php';
require_once __DIR__ . '/includes/class-copydesk-meta.php';
require_once __DIR__ . '/includes/class-copydesk-signature.php';
require_once __DIR__ . '/includes/class-copydesk-payload.php';
require_once __DIR__ . '/includes/class-copydesk-client.php';
require_once __DIR__ . '/includes/class-copydesk-queue.php';
require_once __DIR__ . '/includes/class-copydesk-suggestions.php';
require_once __DIR__ . '/includes/class-copydesk-view.php';
require_once __DIR__ . '/includes/class-copydesk-routes.php';
require_once __DIR__ . '/includes/class-copydesk-box.php';
require_once __DIR__ . '/includes/class-copydesk-settings-page.php';

Copydesk_Meta::hook();
Copydesk_Queue::hook();
Copydesk_Routes::hook();
Copydesk_Box::hook();
Copydesk_Settings_Page::hook();

add_action(
	'init',
	static function () {
		load_plugin_textdomain( 'copydesk', false, dirname( plugin_basename( __FILE__ ) ) . '/languages' );
	}
);

register_activation_hook( __FILE__, array( 'Copydesk_Settings', 'prepare' ) );
register_deactivation_hook( __FILE__, array( 'Copydesk_Queue', 'unschedule' ) );
