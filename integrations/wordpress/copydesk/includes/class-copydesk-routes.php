<?php
/**
 * What the box and the service ask for.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * REST routes under copydesk/v1, for whoever may edit the post.
 */
final class Copydesk_Routes {

	const SPACE = 'copydesk/v1';

	/**
	 * Adds the actions.
	 */
	public static function hook() {
		add_action( 'rest_api_init', array( __CLASS__, 'register' ) );
	}

	/**
	 * Registers the routes.
	 */
	public static function register() {
		$post   = '/posts/(?P<id>\d+)';
		$string = array(
			'type'     => 'string',
			'required' => true,
		);
		self::route( $post, 'GET', 'show' );
		self::route( $post . '/send', 'POST', 'send' );
		$ids = array(
			'type'     => 'array',
			'items'    => array( 'type' => 'integer' ),
			'default'  => array(),
			'maxItems' => 100,
		);
		self::route(
			$post . '/answer',
			'POST',
			'answer',
			array(
				'result'   => array( 'type' => 'string' ),
				'memory'   => array( 'type' => 'string' ),
				'taxonomy' => array( 'type' => 'string' ),
				'add'      => $ids,
				'remove'   => $ids,
			)
		);
		self::route(
			$post . '/suggestions',
			'POST',
			'judge',
			array(
				'taxonomy' => $string,
				'name'     => $string,
				'verdict'  => $string + array( 'enum' => array( 'accept', 'dismiss', 'restore' ) ),
			)
		);
	}

	/**
	 * Whether the user may edit the post.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return bool
	 */
	public static function may_edit( WP_REST_Request $request ) {
		return current_user_can( 'edit_post', (int) $request['id'] );
	}

	/**
	 * What the box shows.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public static function show( WP_REST_Request $request ) {
		$post = self::post_of( $request );
		return is_wp_error( $post ) ? $post : rest_ensure_response( Copydesk_View::of( $post ) );
	}

	/**
	 * Sends the post again.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public static function send( WP_REST_Request $request ) {
		$post = self::post_of( $request );
		if ( is_wp_error( $post ) ) {
			return $post;
		}
		if ( ! Copydesk_Settings::is_active() || ! Copydesk_Queue::is_sendable( $post ) ) {
			return new WP_Error( 'copydesk_not_sent', __( 'Only published posts of the chosen types are sent, and only once copydesk is set up.', 'copydesk' ), array( 'status' => 409 ) );
		}
		Copydesk_Queue::add( $post, 'post.published' );
		return rest_ensure_response( Copydesk_View::of( $post ) );
	}

	/**
	 * Accepts, dismisses or restores a suggestion.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public static function judge( WP_REST_Request $request ) {
		$post = self::post_of( $request );
		if ( is_wp_error( $post ) ) {
			return $post;
		}
		$done = call_user_func( array( 'Copydesk_Suggestions', $request['verdict'] ), $post, $request['taxonomy'], $request['name'] );
		return is_wp_error( $done ) ? $done : rest_ensure_response( Copydesk_View::of( $post ) );
	}

	/**
	 * Takes the service's answer: keeps it, adds terms to the post and removes others.
	 *
	 * WordPress's own route would do, but it replaces all terms of a taxonomy, so that the service could undo what an editor
	 * saves between its reading and its writing; and it makes the post look as if it had been edited.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public static function answer( WP_REST_Request $request ) {
		$post = self::post_of( $request );
		$done = is_wp_error( $post ) || ( ! $request['add'] && ! $request['remove'] ) ? $post : self::change_terms( $post, $request );
		if ( is_wp_error( $done ) ) {
			return $done;
		}
		$metas = array(
			'result' => Copydesk_Meta::RESULT,
			'memory' => Copydesk_Meta::TERMS,
		);
		foreach ( $metas as $name => $key ) {
			if ( null !== $request[ $name ] ) {
				update_post_meta( $post->ID, $key, wp_slash( $request[ $name ] ) );
			}
		}
		clean_post_cache( $post ); // Page caches listen to this.
		return rest_ensure_response( array( 'id' => $post->ID ) );
	}

	/**
	 * Adds and removes terms; the rest stay as they are.
	 *
	 * @param WP_Post         $post    The post.
	 * @param WP_REST_Request $request The request.
	 * @return true|WP_Error
	 */
	private static function change_terms( WP_Post $post, WP_REST_Request $request ) {
		$name     = (string) $request['taxonomy'];
		$taxonomy = get_taxonomy( $name );
		if ( ! $taxonomy || ! is_object_in_taxonomy( $post->post_type, $name ) ) {
			return new WP_Error( 'copydesk_no_taxonomy', __( 'Posts of this type have no such taxonomy.', 'copydesk' ), array( 'status' => 400 ) );
		}
		if ( ! current_user_can( $taxonomy->cap->assign_terms ) ) {
			return new WP_Error( 'copydesk_may_not', __( 'You may not add this term.', 'copydesk' ), array( 'status' => 403 ) );
		}
		$is_there = static function ( $id ) use ( $name ) {
			return (bool) term_exists( $id, $name );
		};
		$add      = array_values( array_filter( array_map( 'intval', $request['add'] ), $is_there ) );
		$remove   = array_map( 'intval', $request['remove'] );
		$done     = $add ? wp_add_object_terms( $post->ID, $add, $name ) : true;
		if ( ! is_wp_error( $done ) && $remove ) {
			$done = wp_remove_object_terms( $post->ID, $remove, $name );
		}
		return is_wp_error( $done ) ? $done : true;
	}

	/**
	 * Registers one route.
	 *
	 * @param string $path   Path pattern.
	 * @param string $method HTTP method.
	 * @param string $name   Name of the method of this class.
	 * @param array  $args   Parameters.
	 */
	private static function route( $path, $method, $name, array $args = array() ) {
		register_rest_route(
			self::SPACE,
			$path,
			array(
				'methods'             => $method,
				'callback'            => array( __CLASS__, $name ),
				'permission_callback' => array( __CLASS__, 'may_edit' ),
				'args'                => $args,
			)
		);
	}

	/**
	 * The post of a request.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_Post|WP_Error
	 */
	private static function post_of( WP_REST_Request $request ) {
		$post = get_post( (int) $request['id'] );
		if ( $post && Copydesk_Settings::covers( $post->post_type ) ) {
			return $post;
		}
		return new WP_Error( 'copydesk_no_post', __( 'There is no such post, or copydesk is not used for posts of its type.', 'copydesk' ), array( 'status' => 404 ) );
	}
}
