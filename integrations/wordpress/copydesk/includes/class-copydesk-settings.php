<?php
/**
 * What can be set.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * Reads the options. Writing them is the settings page's work.
 */
final class Copydesk_Settings {

	const OPTION        = 'copydesk_settings';
	const SECRET_OPTION = 'copydesk_secret';

	/**
	 * Makes the option of the secret, so that it is not loaded with every page.
	 */
	public static function prepare() {
		add_option( self::SECRET_OPTION, '', '', 'no' );
	}

	/**
	 * All settings but the secret.
	 *
	 * @return array{enabled: bool, endpoint: string, site: string, post_types: string[], send_updates: bool}
	 */
	public static function all() {
		$defaults = array(
			'enabled'      => false,
			'endpoint'     => '',
			'site'         => '',
			'post_types'   => array( 'post' ),
			'send_updates' => true,
		);
		$stored   = get_option( self::OPTION, array() );
		return array_merge( $defaults, is_array( $stored ) ? array_intersect_key( $stored, $defaults ) : array() );
	}

	/**
	 * The secret that requests are signed with: COPYDESK_SECRET of wp-config.php, else the stored one.
	 *
	 * @return string Empty if there is none.
	 */
	public static function secret() {
		return self::is_secret_constant() ? (string) COPYDESK_SECRET : (string) get_option( self::SECRET_OPTION, '' );
	}

	/**
	 * Whether the secret comes from wp-config.php.
	 *
	 * @return bool
	 */
	public static function is_secret_constant() {
		return defined( 'COPYDESK_SECRET' ) && '' !== (string) COPYDESK_SECRET;
	}

	/**
	 * Where deliveries go.
	 *
	 * @return string Empty as long as endpoint or site is not set.
	 */
	public static function hook_url() {
		$settings = self::all();
		if ( '' === $settings['endpoint'] || '' === $settings['site'] ) {
			return '';
		}
		return untrailingslashit( $settings['endpoint'] ) . '/v1/hooks/' . rawurlencode( $settings['site'] );
	}

	/**
	 * Whether there is all that a delivery needs.
	 *
	 * @return bool
	 */
	public static function is_complete() {
		return '' !== self::hook_url() && '' !== self::secret();
	}

	/**
	 * Whether posts are to be sent.
	 *
	 * @return bool
	 */
	public static function is_active() {
		return self::all()['enabled'] && self::is_complete();
	}

	/**
	 * Whether posts of this type are to be sent, and have the box.
	 *
	 * @param string $post_type Name of the type.
	 * @return bool
	 */
	public static function covers( $post_type ) {
		return in_array( $post_type, self::all()['post_types'], true );
	}
}
