<?php
/**
 * Deliveries that survive an outage.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * Notes what is published, sends it after the editor has its answer, and tries again until it arrives.
 *
 * A delivery is kept in the post's meta from the moment of saving until the service has said 2xx. The meta counts, not the
 * cron events: WordPress can lose one of those when two requests change the list at once, and starts no second run of
 * WP-Cron while one is going on. So every run of WP-Cron ends with a look at what is due, and one is made each hour.
 */
final class Copydesk_Queue {

	const DELIVER = 'copydesk_deliver';
	const SWEEP   = 'copydesk_sweep';

	/** Deliveries that one look takes up. */
	const BATCH = 50;
	/** Seconds that one look may go on sending. */
	const PATIENCE = 20;

	const DELAYS = array( 60, 300, 900, 3600, 10800, 21600, 43200 );

	/**
	 * Posts whose delivery waits for the end of this request.
	 *
	 * @var int[]
	 */
	private static $due = array();

	/**
	 * Adds the actions.
	 */
	public static function hook() {
		// Here, not at transition_post_status: a REST request stores its terms and meta after that.
		add_action( 'wp_after_insert_post', array( __CLASS__, 'saved' ), 10, 4 );
		add_action( self::DELIVER, array( __CLASS__, 'deliver' ) );
		add_action( 'admin_init', array( __CLASS__, 'schedule_sweep' ) );
		add_action( 'shutdown', array( __CLASS__, 'flush' ), 100 );
	}

	/**
	 * Notes a delivery if this saving published a post, or changed the text of a published one.
	 *
	 * @param int          $post_id Post.
	 * @param WP_Post      $post    The post as saved.
	 * @param bool         $update  Whether it was there before.
	 * @param WP_Post|null $before  The post as it was.
	 */
	public static function saved( $post_id, $post, $update, $before ) {
		if ( ! Copydesk_Settings::is_active() || ! self::is_sendable( $post ) ) {
			return;
		}
		if ( ! $before || 'publish' !== $before->post_status ) {
			self::add( $post, 'post.published' );
		} elseif ( Copydesk_Settings::all()['send_updates'] && Copydesk_Payload::hash( $before ) !== Copydesk_Payload::hash( $post ) ) {
			self::add( $post, 'post.updated' );
		}
	}

	/**
	 * Whether a post may be sent at all.
	 *
	 * @param WP_Post $post The post.
	 * @return bool
	 */
	public static function is_sendable( WP_Post $post ) {
		$sendable = 'publish' === $post->post_status
			&& '' === $post->post_password
			&& Copydesk_Settings::covers( $post->post_type )
			&& ! ( defined( 'WP_IMPORTING' ) && WP_IMPORTING );
		/**
		 * Filters whether a post is sent to copydesk.
		 *
		 * @param bool    $sendable Whether it is published, of a chosen type and without a password.
		 * @param WP_Post $post     The post.
		 */
		return (bool) apply_filters( 'copydesk_should_send', $sendable, $post );
	}

	/**
	 * Notes a delivery and makes it due at the end of this request.
	 *
	 * @param WP_Post $post  The post.
	 * @param string  $event 'post.published' or 'post.updated'.
	 */
	public static function add( WP_Post $post, $event ) {
		$waiting = Copydesk_Meta::get( $post->ID, Copydesk_Meta::DELIVERY );
		// Where this request sends it itself, the event is only for the case that it cannot.
		$next     = time() + ( self::finisher() ? MINUTE_IN_SECONDS : 0 );
		$delivery = array(
			// It is news until it has arrived.
			'event'    => isset( $waiting['event'] ) && 'post.published' === $waiting['event'] ? 'post.published' : $event,
			'token'    => wp_generate_uuid4(),
			'attempts' => 0,
			'next'     => $next,
			'message'  => '',
			'failed'   => false,
		);
		Copydesk_Meta::set( $post->ID, Copydesk_Meta::DELIVERY, $delivery );
		self::schedule( $post->ID, $next );
		self::$due[ $post->ID ] = $post->ID;
	}

	/**
	 * Sends what is due, after the answer to the editor has gone out.
	 *
	 * Where PHP can end the request first (FPM, LiteSpeed), it is sent from here. Elsewhere WP-Cron is started by WordPress's
	 * own non-blocking request to itself. In both cases the scheduled event stands until the delivery has arrived.
	 */
	public static function flush() {
		if ( wp_doing_cron() ) {
			self::deliver_due();
			return;
		}
		if ( ! self::$due ) {
			return;
		}
		$due       = self::$due;
		self::$due = array();
		$finish    = self::finisher();
		if ( $finish ) {
			$finish();
			ignore_user_abort( true );
			array_map( array( __CLASS__, 'deliver' ), $due );
		} elseif ( ! ( defined( 'DISABLE_WP_CRON' ) && DISABLE_WP_CRON ) && ! ( defined( 'ALTERNATE_WP_CRON' ) && ALTERNATE_WP_CRON ) ) {
			self::refresh_lock();
			spawn_cron();
		}
	}

	/**
	 * Makes spawn_cron() see whether WP-Cron is running now, not whether it was when this request began.
	 */
	private static function refresh_lock() {
		if ( wp_using_ext_object_cache() ) {
			wp_cache_get( 'doing_cron', 'transient', true );
		} else {
			wp_cache_delete( 'alloptions', 'options' );
			wp_cache_delete( '_transient_doing_cron', 'options' );
		}
	}

	/**
	 * Delivers what is due, until the service cannot be reached or time is up.
	 */
	public static function deliver_due() {
		if ( ! Copydesk_Settings::is_active() ) {
			return;
		}
		$until = time() + self::PATIENCE;
		foreach ( self::waiting( self::BATCH ) as $post_id ) {
			wp_cache_delete( $post_id, 'post_meta' ); // Another request may have changed it since this one began.
			$delivery = Copydesk_Meta::get( $post_id, Copydesk_Meta::DELIVERY );
			if ( ! $delivery || $delivery['failed'] || $delivery['next'] > time() ) {
				continue;
			}
			if ( ! self::deliver( $post_id ) || time() >= $until ) {
				return;
			}
		}
	}

	/**
	 * The function that ends a request while PHP goes on.
	 *
	 * @return string Empty where there is none.
	 */
	private static function finisher() {
		foreach ( array( 'fastcgi_finish_request', 'litespeed_finish_request' ) as $name ) {
			if ( function_exists( $name ) ) {
				return $name;
			}
		}
		return '';
	}

	/**
	 * Tries to deliver a post. Does nothing if there is no delivery for it.
	 *
	 * @param int $post_id Post.
	 * @return bool Whether the service could be reached, or did not have to be.
	 */
	public static function deliver( $post_id ) {
		$delivery = Copydesk_Meta::get( $post_id, Copydesk_Meta::DELIVERY );
		if ( ! $delivery || ! Copydesk_Settings::is_active() ) {
			return true;
		}
		$post = get_post( $post_id );
		if ( ! $post || ! self::is_sendable( $post ) ) { // Unpublished in the meantime.
			self::forget( $post_id );
			return true;
		}
		$outcome = Copydesk_Client::post( Copydesk_Payload::id( $post ), Copydesk_Payload::of( $post, $delivery['event'] ) );
		// Another request may have noted a newer text while this one waited for the answer.
		wp_cache_delete( $post_id, 'post_meta' );
		$now = Copydesk_Meta::get( $post_id, Copydesk_Meta::DELIVERY );
		if ( ! $now || $now['token'] !== $delivery['token'] ) {
			return true;
		}
		if ( $outcome['ok'] ) {
			$sent = array(
				'hash' => Copydesk_Payload::hash( $post ),
				'at'   => time(),
			);
			Copydesk_Meta::set( $post_id, Copydesk_Meta::SENT, $sent );
			self::forget( $post_id );
		} else {
			self::retry( $post_id, $delivery, $outcome );
		}
		return $outcome['status'] > 0;
	}

	/**
	 * Plans the next try, or gives up.
	 *
	 * @param int   $post_id  Post.
	 * @param array $delivery The delivery that failed.
	 * @param array $outcome  What Copydesk_Client said of it.
	 */
	private static function retry( $post_id, array $delivery, array $outcome ) {
		/**
		 * Filters how long to wait before each further try to deliver.
		 *
		 * @param int[] $delays Seconds.
		 */
		$delays   = array_values( (array) apply_filters( 'copydesk_retry_delays', self::DELAYS ) );
		$attempts = (int) $delivery['attempts'] + 1;
		$failed   = $outcome['final'] || $attempts > count( $delays );
		$wait     = $failed ? 0 : max( (int) $delays[ $attempts - 1 ], $outcome['retry_after'] );
		$message  = $outcome['message'];
		if ( $outcome['status'] ) {
			/* translators: 1: HTTP status code, 2: what the service said, or nothing. */
			$message = trim( sprintf( __( 'HTTP %1$d. %2$s', 'copydesk' ), $outcome['status'], $message ) );
		}
		$next    = time() + $wait;
		$changes = compact( 'attempts', 'failed', 'message', 'next' );
		Copydesk_Meta::set( $post_id, Copydesk_Meta::DELIVERY, array_merge( $delivery, $changes ) );
		if ( $failed ) {
			wp_clear_scheduled_hook( self::DELIVER, array( $post_id ) );
		} else {
			self::schedule( $post_id, $next );
		}
	}

	/**
	 * Tries all that waits or was given up once more.
	 *
	 * @return int How many there are.
	 */
	public static function send_all() {
		$sent = 0;
		foreach ( self::waiting( 500 ) as $post_id ) {
			$post     = get_post( $post_id );
			$delivery = Copydesk_Meta::get( $post_id, Copydesk_Meta::DELIVERY );
			if ( $post && $delivery ) {
				self::add( $post, $delivery['event'] );
				++$sent;
			}
		}
		return $sent;
	}

	/**
	 * Posts with a delivery that has not arrived.
	 *
	 * @param int $limit How many at most.
	 * @return int[]
	 */
	public static function waiting( $limit ) {
		return get_posts(
			array(
				'post_type'      => Copydesk_Settings::all()['post_types'],
				'post_status'    => 'any',
				'fields'         => 'ids',
				'posts_per_page' => $limit,
				'orderby'        => 'ID',
				'meta_key'       => Copydesk_Meta::DELIVERY, // phpcs:ignore WordPress.DB.SlowDBQuery.slow_db_query_meta_key
				'meta_compare'   => 'EXISTS',
			)
		);
	}

	/**
	 * Sees to an hourly run of WP-Cron, whose end looks at what is due.
	 */
	public static function schedule_sweep() {
		if ( ! wp_next_scheduled( self::SWEEP ) ) {
			wp_schedule_event( time() + HOUR_IN_SECONDS, 'hourly', self::SWEEP );
		}
	}

	/**
	 * Removes all events. Deliveries stay noted, and go on when the plugin is active again.
	 */
	public static function unschedule() {
		wp_unschedule_hook( self::DELIVER );
		wp_unschedule_hook( self::SWEEP );
	}

	/**
	 * Plans the one event of a post, so that WP-Cron runs then.
	 *
	 * @param int $post_id Post.
	 * @param int $when    Seconds since 1970.
	 */
	private static function schedule( $post_id, $when ) {
		// WordPress refuses an event less than ten minutes from another of the same post.
		wp_clear_scheduled_hook( self::DELIVER, array( $post_id ) );
		wp_schedule_single_event( $when, self::DELIVER, array( $post_id ) );
	}

	/**
	 * Drops a delivery.
	 *
	 * @param int $post_id Post.
	 */
	private static function forget( $post_id ) {
		Copydesk_Meta::set( $post_id, Copydesk_Meta::DELIVERY, array() );
		wp_clear_scheduled_hook( self::DELIVER, array( $post_id ) );
	}
}
