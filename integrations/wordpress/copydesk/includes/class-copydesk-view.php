<?php
/**
 * What the box shows.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * Turns meta into lines to print. The box prints them as text, never as markup.
 */
final class Copydesk_View {

	const MAX_EVIDENCE = 6;
	/** Seconds after a delivery in which an answer may still come. */
	const PATIENCE = 300;

	/**
	 * All that the box shows of a post.
	 *
	 * @param WP_Post $post The post.
	 * @return array
	 */
	public static function of( WP_Post $post ) {
		$result = Copydesk_Meta::get( $post->ID, Copydesk_Meta::RESULT );
		return array(
			'delivery'    => self::delivery( $post, $result ),
			'topics'      => self::topics( $result ),
			'genre'       => self::genre( $result ),
			'stance'      => self::stance( $result ),
			'evidence'    => self::evidence( $result ),
			'suggestions' => Copydesk_Suggestions::of( $post ),
			'terms'       => self::terms( $post ),
			'source'      => self::source( $result ),
		);
	}

	/**
	 * Where the post stands on its way.
	 *
	 * @param WP_Post $post   The post.
	 * @param array   $result The service's answer.
	 * @return array{state: string, text: string, waiting: bool, can_send: bool}
	 */
	private static function delivery( WP_Post $post, array $result ) {
		$delivery = Copydesk_Meta::get( $post->ID, Copydesk_Meta::DELIVERY );
		$sent     = Copydesk_Meta::get( $post->ID, Copydesk_Meta::SENT );
		$can_send = Copydesk_Settings::is_active() && Copydesk_Queue::is_sendable( $post );
		if ( $delivery ) {
			return self::waiting( $delivery ) + array( 'can_send' => $can_send );
		}
		$sent_at  = isset( $sent['at'] ) ? (int) $sent['at'] : 0;
		$found_at = isset( $result['classified_at'] ) ? (int) strtotime( (string) $result['classified_at'] ) : 0;
		$is_due   = $sent_at > $found_at + 1;
		$state    = 'none';
		$text     = '';
		if ( $sent_at && $is_due && time() - $sent_at < self::PATIENCE ) {
			$state = 'sent';
			$text  = __( 'Sent; the answer is on its way.', 'copydesk' );
		} elseif ( ! $result ) {
			$text = __( 'No answer yet.', 'copydesk' );
			if ( $sent_at ) {
				$text = __( 'Sent, but no answer has come: ask who runs the service.', 'copydesk' );
			} elseif ( ! Copydesk_Settings::is_active() ) {
				$text = __( 'copydesk is not set up: see Settings, copydesk.', 'copydesk' );
			} elseif ( 'publish' !== $post->post_status ) {
				$text = __( 'The text is sent to copydesk when it is published.', 'copydesk' );
			}
		}
		return array(
			'state'    => $state,
			'text'     => $text,
			'waiting'  => 'sent' === $state,
			'can_send' => $can_send,
		);
	}

	/**
	 * What is said of a delivery that has not arrived.
	 *
	 * @param array $delivery The delivery.
	 * @return array{state: string, text: string, waiting: bool}
	 */
	private static function waiting( array $delivery ) {
		if ( $delivery['failed'] ) {
			$state = 'failed';
			/* translators: %s: what went wrong. */
			$text = sprintf( __( 'Could not be sent: %s', 'copydesk' ), $delivery['message'] );
		} elseif ( $delivery['attempts'] ) {
			$state = 'retry';
			$text  = sprintf(
				/* translators: 1: time of day, 2: what went wrong. */
				__( 'Not sent yet; next try at %1$s. %2$s', 'copydesk' ),
				wp_date( get_option( 'time_format' ), (int) $delivery['next'] ),
				$delivery['message']
			);
		} else {
			$state = 'queued';
			$text  = __( 'Being sent …', 'copydesk' );
		}
		return array(
			'state'   => $state,
			'text'    => $text,
			'waiting' => 'failed' !== $state,
		);
	}

	/**
	 * The main topic, and those clearly present beside it.
	 *
	 * @param array $result The service's answer.
	 * @return array<int, array{label: string, percent: int|null, decided: bool}>
	 */
	private static function topics( array $result ) {
		$lines = array();
		foreach ( self::items( $result, 'topics' ) as $topic ) {
			$role = self::text( $topic, 'role' );
			if ( $lines && 'main' !== $role && 'also' !== $role ) {
				continue; // The rest has next to no probability.
			}
			$line = self::line( $topic, self::text( $topic, 'name' ) );
			if ( 'also' === $role ) {
				/* translators: %s: a topic that the text has beside its main one. */
				$line['label'] = sprintf( __( 'also: %s', 'copydesk' ), $line['label'] );
			}
			$lines[] = $line;
		}
		return $lines;
	}

	/**
	 * Opinion or reporting.
	 *
	 * @param array $result The service's answer.
	 * @return array<int, array{label: string, percent: int|null, decided: bool}> One line, or none.
	 */
	private static function genre( array $result ) {
		$genre = isset( $result['genre'] ) && is_array( $result['genre'] ) ? $result['genre'] : array();
		$name  = self::text( $genre, 'name' );
		return '' === $name ? array() : array( self::line( $genre, self::word( $name ) ) );
	}

	/**
	 * How the text stands toward its subjects.
	 *
	 * @param array $result The service's answer.
	 * @return array<int, array{label: string, percent: int|null, decided: bool}>
	 */
	private static function stance( array $result ) {
		$lines = array();
		foreach ( self::items( $result, 'stance' ) as $stance ) {
			/* translators: 1: critical, neutral or supportive, 2: a name. */
			$label   = sprintf( __( '%1$s toward %2$s', 'copydesk' ), self::word( self::text( $stance, 'name' ) ), self::text( $stance, 'target' ) );
			$lines[] = self::line( $stance, $label );
		}
		return $lines;
	}

	/**
	 * The passages that show it, each once, with all that it shows. What makes a text neutral is not worth a line.
	 *
	 * @param array $result The service's answer.
	 * @return array<int, array{quote: string, shows: string}>
	 */
	private static function evidence( array $result ) {
		$shows = array();
		foreach ( self::items( $result, 'evidence' ) as $item ) {
			$quote = self::text( $item, 'quote' );
			$name  = self::shown( self::text( $item, 'for' ), $result );
			if ( '' !== $quote && '' !== $name ) {
				$shows[ $quote ][] = $name;
			}
		}
		$lines = array();
		foreach ( array_slice( $shows, 0, self::MAX_EVIDENCE, true ) as $quote => $names ) {
			$lines[] = array(
				'quote' => (string) $quote,
				'shows' => implode( '; ', array_unique( $names ) ),
			);
		}
		return $lines;
	}

	/**
	 * Names what a passage speaks for.
	 *
	 * @param string $subject As the service says it: topic:ID, genre, or stance:TARGET.
	 * @param array  $result  The service's answer.
	 * @return string
	 */
	private static function shown( $subject, array $result ) {
		list( $kind, $rest ) = explode( ':', $subject, 2 ) + array( '', '' );
		if ( 'genre' === $kind ) {
			$genre = isset( $result['genre'] ) && is_array( $result['genre'] ) ? $result['genre'] : array();
			return self::perhaps( $genre, self::word( self::text( $genre, 'name' ) ) );
		}
		foreach ( self::items( $result, 'stance' ) as $stance ) {
			$name = self::text( $stance, 'name' );
			if ( 'stance' === $kind && self::text( $stance, 'target' ) === $rest && 'neutral' !== $name ) {
				/* translators: 1: critical, neutral or supportive, 2: a name. */
				return self::perhaps( $stance, sprintf( __( '%1$s toward %2$s', 'copydesk' ), self::word( $name ), $rest ) );
			}
		}
		foreach ( self::items( $result, 'topics' ) as $topic ) {
			// The service writes topic:medtop:…, or topic for the main one.
			if ( 'topic' === $kind && ( '' === $rest || self::text( $topic, 'id' ) === $rest ) ) {
				return self::perhaps( $topic, self::text( $topic, 'name' ) );
			}
		}
		return '';
	}

	/**
	 * Marks what is undecided.
	 *
	 * @param array  $item  A topic, genre or stance.
	 * @param string $label What it says.
	 * @return string
	 */
	private static function perhaps( array $item, $label ) {
		/* translators: %s: what a passage shows, undecided. */
		return '' === $label || ! empty( $item['decided'] ) ? $label : sprintf( __( 'perhaps %s', 'copydesk' ), $label );
	}

	/**
	 * The post's terms, so that an open editor can take in what the service added.
	 *
	 * @param WP_Post $post The post.
	 * @return array<int, array{taxonomy: string, rest_base: string, ids: int[], names: string[]}>
	 */
	private static function terms( WP_Post $post ) {
		$all = array();
		foreach ( get_object_taxonomies( $post->post_type, 'objects' ) as $taxonomy ) {
			$terms = $taxonomy->show_in_rest ? wp_get_object_terms( $post->ID, $taxonomy->name ) : array();
			if ( ! is_array( $terms ) || ! $taxonomy->show_in_rest ) {
				continue;
			}
			$all[] = array(
				'taxonomy'  => $taxonomy->name,
				'rest_base' => $taxonomy->rest_base ? $taxonomy->rest_base : $taxonomy->name,
				'ids'       => wp_list_pluck( $terms, 'term_id' ),
				'names'     => array_map( array( 'Copydesk_Payload', 'plain' ), wp_list_pluck( $terms, 'name' ) ),
			);
		}
		return $all;
	}

	/**
	 * Which model said it, and when.
	 *
	 * @param array $result The service's answer.
	 * @return string Empty if it does not say.
	 */
	private static function source( array $result ) {
		$model = isset( $result['model'] ) && is_array( $result['model'] ) ? self::text( $result['model'], 'version' ) : self::text( $result, 'model' );
		$at    = strtotime( self::text( $result, 'classified_at' ) );
		if ( ! $at ) {
			return '';
		}
		$when = wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $at );
		/* translators: 1: version of the model, 2: date and time. */
		return sprintf( __( 'Model %1$s, %2$s', 'copydesk' ), $model, $when );
	}

	/**
	 * A line with its probability.
	 *
	 * @param array  $item  A topic, genre or stance.
	 * @param string $label What it says.
	 * @return array{label: string, percent: int|null, decided: bool}
	 */
	private static function line( array $item, $label ) {
		$decided = ! empty( $item['decided'] );
		if ( ! $decided ) {
			/* translators: %s: the likeliest of several answers, none of which is likely enough. */
			$label = sprintf( __( 'undecided, likeliest %s', 'copydesk' ), $label );
		}
		return array(
			'label'   => $label,
			'percent' => self::percent( $item ),
			'decided' => $decided,
		);
	}

	/**
	 * A probability in percent. Never none and never all: no model is that sure.
	 *
	 * @param array $item A topic, genre, stance or suggestion.
	 * @return int|null
	 */
	public static function percent( array $item ) {
		$given = isset( $item['probability'] ) ? $item['probability'] : null;
		return is_numeric( $given ) ? (int) max( 1, min( 99, round( 100 * (float) $given ) ) ) : null;
	}

	/**
	 * The service's fixed words, in the reader's language.
	 *
	 * @param string $word As the service says it.
	 * @return string
	 */
	private static function word( $word ) {
		$words = array(
			'opinion'    => __( 'opinion', 'copydesk' ),
			'reporting'  => __( 'reporting', 'copydesk' ),
			'critical'   => __( 'critical', 'copydesk' ),
			'neutral'    => __( 'neutral', 'copydesk' ),
			'supportive' => __( 'supportive', 'copydesk' ),
		);
		return isset( $words[ $word ] ) ? $words[ $word ] : $word;
	}

	/**
	 * The objects of a list.
	 *
	 * @param array  $from Where it is.
	 * @param string $key  Its name.
	 * @return array[]
	 */
	private static function items( array $from, $key ) {
		return isset( $from[ $key ] ) && is_array( $from[ $key ] ) ? array_filter( $from[ $key ], 'is_array' ) : array();
	}

	/**
	 * A string of an object.
	 *
	 * @param array  $from Where it is.
	 * @param string $key  Its name.
	 * @return string Empty if it is none.
	 */
	private static function text( array $from, $key ) {
		return isset( $from[ $key ] ) && is_string( $from[ $key ] ) ? $from[ $key ] : '';
	}
}
