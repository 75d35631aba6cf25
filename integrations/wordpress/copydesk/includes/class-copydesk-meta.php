<?php
/**
 * The post meta of this plugin.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * Registers what the service writes over REST, and names what the plugin keeps for itself.
 */
final class Copydesk_Meta {

	/** The service's answer: JSON, written over REST. */
	const RESULT = '_copydesk_result';
	/** The terms the service added by itself: JSON, written over REST. */
	const TERMS = '_copydesk_terms';
	/** Suggestions that a person dismissed: JSON, not in REST. */
	const DISMISSED = '_copydesk_dismissed';
	/** A delivery that has not arrived yet: JSON; there only as long as that is so. */
	const DELIVERY = '_copydesk_delivery';
	/** The last delivery that arrived: JSON. */
	const SENT = '_copydesk_sent';

	const ALL = array( self::RESULT, self::TERMS, self::DISMISSED, self::DELIVERY, self::SENT );

	const RESULT_KEYS = array( 'version', 'id', 'model', 'classified_at', 'content_hash', 'language', 'words', 'topics', 'genre', 'stance', 'evidence', 'suggested_terms', 'warnings' );

	/**
	 * Adds the actions.
	 */
	public static function hook() {
		// After the post types, which themes and plugins register at the usual priority.
		add_action( 'init', array( __CLASS__, 'register' ), 20 );
	}

	/**
	 * Registers the meta for the chosen post types.
	 */
	public static function register() {
		$args = array(
			'type'          => 'string',
			'single'        => true,
			'auth_callback' => array( __CLASS__, 'may_edit' ),
			// Only for who may edit: what is thought of a text is the desk's, not the reader's.
			'show_in_rest'  => array( 'schema' => array( 'context' => array( 'edit' ) ) ),
		);
		foreach ( Copydesk_Settings::all()['post_types'] as $post_type ) {
			$result = array(
				'description'       => __( 'What copydesk found: topics, genre, stance and evidence, as JSON.', 'copydesk' ),
				'sanitize_callback' => array( __CLASS__, 'sanitize_result' ),
			);
			$terms  = array(
				'description'       => __( 'The terms that copydesk added to the post, as JSON.', 'copydesk' ),
				'sanitize_callback' => array( __CLASS__, 'sanitize_terms' ),
			);
			register_post_meta( $post_type, self::RESULT, $args + $result );
			register_post_meta( $post_type, self::TERMS, $args + $terms );
		}
	}

	/**
	 * Who may write the meta: whoever may edit the post.
	 *
	 * @param bool   $allowed Ignored.
	 * @param string $key     Name of the meta.
	 * @param int    $post_id Post.
	 * @param int    $user_id User.
	 * @return bool
	 */
	public static function may_edit( $allowed, $key, $post_id, $user_id ) {
		return user_can( $user_id, 'edit_post', $post_id );
	}

	/**
	 * Bounds the service's answer.
	 *
	 * @param mixed $text What was sent.
	 * @return string
	 */
	public static function sanitize_result( $text ) {
		return Copydesk_Json::sanitize( $text, self::RESULT_KEYS );
	}

	/**
	 * Bounds the list of the terms that the service added.
	 *
	 * @param mixed $text What was sent.
	 * @return string
	 */
	public static function sanitize_terms( $text ) {
		return Copydesk_Json::sanitize( $text );
	}

	/**
	 * Reads one of the metas.
	 *
	 * @param int    $post_id Post.
	 * @param string $key     One of the constants above.
	 * @return array Empty if there is none.
	 */
	public static function get( $post_id, $key ) {
		return Copydesk_Json::decode( get_post_meta( $post_id, $key, true ) );
	}

	/**
	 * Writes one of the metas.
	 *
	 * @param int    $post_id Post.
	 * @param string $key     One of the constants above.
	 * @param array  $value   What to keep; an empty array deletes the meta.
	 */
	public static function set( $post_id, $key, array $value ) {
		if ( array() === $value ) {
			delete_post_meta( $post_id, $key );
		} else {
			update_post_meta( $post_id, $key, wp_slash( Copydesk_Json::encode( $value ) ) );
		}
	}
}
