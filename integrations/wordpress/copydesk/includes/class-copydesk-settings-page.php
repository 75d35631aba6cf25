<?php
/**
 * Settings, copydesk.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * The settings page, on WordPress's Settings API: it checks nonce and capability of what is saved.
 */
final class Copydesk_Settings_Page {

	const PAGE       = 'copydesk';
	const CAPABILITY = 'manage_options';
	const TEST       = 'copydesk_test';
	const SEND_ALL   = 'copydesk_send_all';

	/**
	 * Adds the actions.
	 */
	public static function hook() {
		add_action( 'admin_menu', array( __CLASS__, 'add' ) );
		add_action( 'admin_init', array( __CLASS__, 'register' ) );
		add_action( 'admin_post_' . self::TEST, array( __CLASS__, 'test' ) );
		add_action( 'admin_post_' . self::SEND_ALL, array( __CLASS__, 'send_all' ) );
		add_filter( 'plugin_action_links_' . plugin_basename( COPYDESK_FILE ), array( __CLASS__, 'link' ) );
	}

	/**
	 * Adds the page to the menu.
	 */
	public static function add() {
		add_options_page( __( 'copydesk', 'copydesk' ), __( 'copydesk', 'copydesk' ), self::CAPABILITY, self::PAGE, array( __CLASS__, 'render' ) );
	}

	/**
	 * Adds a link to the list of plugins.
	 *
	 * @param string[] $links Links that are there.
	 * @return string[]
	 */
	public static function link( $links ) {
		$link = sprintf( '<a href="%s">%s</a>', esc_url( self::url() ), esc_html__( 'Settings', 'copydesk' ) );
		return array_merge( array( $link ), $links );
	}

	/**
	 * Registers options and fields.
	 */
	public static function register() {
		register_setting(
			self::PAGE,
			Copydesk_Settings::OPTION,
			array(
				'type'              => 'array',
				'sanitize_callback' => array( __CLASS__, 'sanitize' ),
			)
		);
		register_setting(
			self::PAGE,
			Copydesk_Settings::SECRET_OPTION,
			array(
				'type'              => 'string',
				'sanitize_callback' => array( __CLASS__, 'sanitize_secret' ),
			)
		);
		add_settings_section( 'copydesk', '', '__return_null', self::PAGE );
		$fields = array(
			'enabled'      => __( 'Send posts', 'copydesk' ),
			'endpoint'     => __( 'Address of the service', 'copydesk' ),
			'site'         => __( 'Name of this site', 'copydesk' ),
			'secret'       => __( 'Secret', 'copydesk' ),
			'post_types'   => __( 'Post types', 'copydesk' ),
			'send_updates' => __( 'Updates', 'copydesk' ),
		);
		foreach ( $fields as $name => $title ) {
			$args = in_array( $name, array( 'endpoint', 'site', 'secret' ), true ) ? array( 'label_for' => 'copydesk-' . $name ) : array();
			add_settings_field( $name, $title, array( __CLASS__, 'field_' . $name ), self::PAGE, 'copydesk', $args );
		}
	}

	/**
	 * Checks what is to be saved.
	 *
	 * @param mixed $given What the form sent.
	 * @return array
	 */
	public static function sanitize( $given ) {
		$given    = is_array( $given ) ? $given : array();
		$endpoint = isset( $given['endpoint'] ) ? trim( (string) $given['endpoint'] ) : '';
		$site     = isset( $given['site'] ) ? trim( (string) $given['site'] ) : '';
		// Whoever pastes the whole hook address means its two parts.
		if ( preg_match( '#^(https?://.+)/v1/hooks/([^/?\#]+)/?$#i', $endpoint, $parts ) ) {
			$endpoint = $parts[1];
			$site     = '' === $site ? rawurldecode( $parts[2] ) : $site;
		}
		$endpoint = untrailingslashit( esc_url_raw( $endpoint, array( 'https', 'http' ) ) );
		$host     = (string) wp_parse_url( $endpoint, PHP_URL_HOST );
		if ( '' !== $endpoint && '' === $host ) {
			self::say( __( 'The address of the service is not a web address: it begins with https://', 'copydesk' ), 'error' );
			$endpoint = '';
		} elseif ( 0 === strpos( $endpoint, 'http://' ) && ! preg_match( '/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/', $host ) ) {
			self::say( __( 'The address of the service has no https: others on the way can read and hold back what is sent.', 'copydesk' ), 'warning' );
		}
		if ( '' !== $site && ! preg_match( '/^[a-z0-9][a-z0-9-]{0,62}$/', $site ) ) {
			self::say( __( 'The name of this site has small letters, digits and hyphens, 63 at most.', 'copydesk' ), 'error' );
			$site = '';
		}
		$types = isset( $given['post_types'] ) && is_array( $given['post_types'] ) ? $given['post_types'] : array();
		return array(
			'enabled'      => ! empty( $given['enabled'] ),
			'endpoint'     => $endpoint,
			'site'         => $site,
			'post_types'   => array_values( array_intersect( array_keys( self::post_types() ), $types ) ),
			'send_updates' => ! empty( $given['send_updates'] ),
		);
	}

	/**
	 * Keeps the stored secret where the form sent none: the form never holds it.
	 *
	 * @param mixed $given What the form sent.
	 * @return string
	 */
	public static function sanitize_secret( $given ) {
		$given = is_string( $given ) ? trim( $given ) : '';
		return '' === $given ? (string) get_option( Copydesk_Settings::SECRET_OPTION, '' ) : $given;
	}

	/**
	 * Prints the page.
	 */
	public static function render() {
		if ( ! current_user_can( self::CAPABILITY ) ) {
			return;
		}
		echo '<div class="wrap"><h1>' . esc_html( get_admin_page_title() ) . '</h1>';
		echo '<p>' . esc_html__( 'Published posts are sent to your copydesk service, which says what they are about, whether they report or argue, and which stance they take. The answer is shown in the editor.', 'copydesk' ) . '</p>';
		echo '<form action="options.php" method="post">';
		settings_fields( self::PAGE );
		do_settings_sections( self::PAGE );
		submit_button();
		echo '</form>';
		echo '<h2>' . esc_html__( 'Connection', 'copydesk' ) . '</h2>';
		echo '<p>' . esc_html__( 'Sends a signed message without any text. Save first: the stored settings are tested.', 'copydesk' ) . '</p>';
		self::button( self::TEST, __( 'Test the connection', 'copydesk' ) );
		self::render_waiting();
		echo '</div>';
	}

	/**
	 * Prints what has not arrived.
	 */
	private static function render_waiting() {
		$waiting = Copydesk_Queue::waiting( 20 );
		if ( ! $waiting ) {
			return;
		}
		echo '<h2>' . esc_html__( 'Not sent yet', 'copydesk' ) . '</h2><ul class="ul-disc">';
		foreach ( $waiting as $post_id ) {
			$delivery = Copydesk_Meta::get( $post_id, Copydesk_Meta::DELIVERY );
			printf(
				'<li><a href="%s">%s</a> %s</li>',
				esc_url( (string) get_edit_post_link( $post_id ) ),
				esc_html( get_the_title( $post_id ) ),
				esc_html( isset( $delivery['message'] ) ? $delivery['message'] : '' )
			);
		}
		echo '</ul>';
		self::button( self::SEND_ALL, __( 'Send all now', 'copydesk' ) );
	}

	/**
	 * Sends the test message, and shows what became of it.
	 */
	public static function test() {
		self::check( self::TEST );
		if ( ! Copydesk_Settings::is_complete() ) {
			self::say( __( 'Give and save the address of the service, the name of this site and the secret first.', 'copydesk' ), 'error' );
			self::back();
		}
		$ping    = array(
			'event' => 'ping',
			'site'  => home_url( '/' ),
		);
		$outcome = Copydesk_Client::post( 'ping-' . wp_generate_uuid4(), $ping );
		if ( $outcome['ok'] ) {
			self::say( __( 'It works: the service knows this site and took the signature.', 'copydesk' ), 'success' );
		} else {
			self::say( trim( self::why( $outcome['status'] ) . ' ' . $outcome['message'] ), 'error' );
		}
		self::back();
	}

	/**
	 * Tries all that waits.
	 */
	public static function send_all() {
		self::check( self::SEND_ALL );
		$count = Copydesk_Queue::send_all();
		/* translators: %d: number of posts. */
		self::say( sprintf( _n( '%d post is being sent.', '%d posts are being sent.', $count, 'copydesk' ), $count ), 'success' );
		self::back();
	}

	/**
	 * What a status means for who set this up.
	 *
	 * @param int $status HTTP status, or 0.
	 * @return string
	 */
	private static function why( $status ) {
		switch ( $status ) {
			case 0:
				return __( 'The service could not be reached.', 'copydesk' );
			case 401:
			case 403:
				return __( 'The service refused the signature: the secrets differ, or one of the clocks is wrong.', 'copydesk' );
			case 404:
				return __( 'The service does not know a site of this name, or the address is not that of a copydesk service.', 'copydesk' );
		}
		/* translators: %d: HTTP status code. */
		return sprintf( __( 'The service answered HTTP %d.', 'copydesk' ), $status );
	}

	/**
	 * Prints the field "Send posts".
	 */
	public static function field_enabled() {
		self::checkbox( 'enabled', __( 'Send published posts to the service', 'copydesk' ) );
	}

	/**
	 * Prints the field "Address of the service".
	 */
	public static function field_endpoint() {
		self::input( 'endpoint', 'url', 'https://copydesk.example.org' );
	}

	/**
	 * Prints the field "Name of this site".
	 */
	public static function field_site() {
		self::input( 'site', 'text', '' );
		echo '<p class="description">' . esc_html__( 'The name under which the service has this site in its configuration.', 'copydesk' ) . '</p>';
	}

	/**
	 * Prints the field "Secret". The secret itself never reaches the page.
	 */
	public static function field_secret() {
		if ( Copydesk_Settings::is_secret_constant() ) {
			echo '<p>' . esc_html__( 'Set by COPYDESK_SECRET in wp-config.php.', 'copydesk' ) . '</p>';
			return;
		}
		printf(
			'<input type="password" id="copydesk-secret" name="%s" value="" class="regular-text" autocomplete="new-password" placeholder="%s">',
			esc_attr( Copydesk_Settings::SECRET_OPTION ),
			esc_attr( '' === Copydesk_Settings::secret() ? '' : '••••••••••••' )
		);
		echo '<p class="description">' . esc_html__( 'The same as at the service. Leave it empty to keep the stored one. COPYDESK_SECRET in wp-config.php keeps it out of the database.', 'copydesk' ) . '</p>';
	}

	/**
	 * Prints the field "Post types".
	 */
	public static function field_post_types() {
		$chosen = Copydesk_Settings::all()['post_types'];
		echo '<fieldset>';
		foreach ( self::post_types() as $name => $label ) {
			printf(
				'<label><input type="checkbox" name="%s[post_types][]" value="%s" %s> %s</label><br>',
				esc_attr( Copydesk_Settings::OPTION ),
				esc_attr( $name ),
				checked( in_array( $name, $chosen, true ), true, false ),
				esc_html( $label )
			);
		}
		echo '</fieldset>';
	}

	/**
	 * Prints the field "Updates".
	 */
	public static function field_send_updates() {
		self::checkbox( 'send_updates', __( 'Also send a published post when its title or text changes', 'copydesk' ) );
	}

	/**
	 * The post types that can be chosen: public ones with custom fields, which the answer is written to.
	 *
	 * @return array<string, string> Name to label.
	 */
	private static function post_types() {
		$labels = array();
		foreach ( get_post_types( array( 'public' => true ), 'objects' ) as $type ) {
			if ( $type->show_in_rest && post_type_supports( $type->name, 'custom-fields' ) ) {
				$labels[ $type->name ] = $type->labels->name;
			}
		}
		return $labels;
	}

	/**
	 * Prints a text field.
	 *
	 * @param string $name        Name of the setting.
	 * @param string $type        Type of the input.
	 * @param string $placeholder Example.
	 */
	private static function input( $name, $type, $placeholder ) {
		printf(
			'<input type="%s" id="copydesk-%s" name="%s[%s]" value="%s" class="regular-text" placeholder="%s">',
			esc_attr( $type ),
			esc_attr( $name ),
			esc_attr( Copydesk_Settings::OPTION ),
			esc_attr( $name ),
			esc_attr( Copydesk_Settings::all()[ $name ] ),
			esc_attr( $placeholder )
		);
	}

	/**
	 * Prints a checkbox.
	 *
	 * @param string $name  Name of the setting.
	 * @param string $label What is behind it.
	 */
	private static function checkbox( $name, $label ) {
		printf(
			'<label><input type="checkbox" name="%s[%s]" value="1" %s> %s</label>',
			esc_attr( Copydesk_Settings::OPTION ),
			esc_attr( $name ),
			checked( Copydesk_Settings::all()[ $name ], true, false ),
			esc_html( $label )
		);
	}

	/**
	 * Prints a form that is one button.
	 *
	 * @param string $action Name of the action.
	 * @param string $label  What is on the button.
	 */
	private static function button( $action, $label ) {
		printf( '<form action="%s" method="post"><input type="hidden" name="action" value="%s">', esc_url( admin_url( 'admin-post.php' ) ), esc_attr( $action ) );
		wp_nonce_field( $action );
		submit_button( $label, 'secondary', 'submit', false );
		echo '</form>';
	}

	/**
	 * Ends the request of whoever may not do this.
	 *
	 * @param string $action Name of the action.
	 */
	private static function check( $action ) {
		if ( ! current_user_can( self::CAPABILITY ) ) {
			wp_die( esc_html__( 'You may not do this.', 'copydesk' ), '', array( 'response' => 403 ) );
		}
		check_admin_referer( $action );
	}

	/**
	 * Keeps a message for the page.
	 *
	 * @param string $text What to say.
	 * @param string $type 'success', 'warning' or 'error'.
	 */
	private static function say( $text, $type ) {
		add_settings_error( self::PAGE, 'copydesk', esc_html( $text ), $type ); // WordPress prints it as it is.
	}

	/**
	 * Goes back to the page with its messages, and ends the request.
	 */
	private static function back() {
		set_transient( 'settings_errors', get_settings_errors(), 30 );
		wp_safe_redirect( add_query_arg( 'settings-updated', 'true', self::url() ) );
		exit;
	}

	/**
	 * Address of the page.
	 *
	 * @return string
	 */
	private static function url() {
		return admin_url( 'options-general.php?page=' . self::PAGE );
	}
}
