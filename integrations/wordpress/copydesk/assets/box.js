/**
 * The box in the editor: a panel in the block editor, a meta box in the classic one.
 *
 * Plain JavaScript, no build. All text goes through createElement and so is escaped.
 */
( function ( wp ) {
	'use strict';

	const el = wp.element.createElement;
	const { useCallback, useEffect, useState } = wp.element;
	const { __, sprintf } = wp.i18n;

	const POLL = 3000; // Milliseconds between two looks, while an answer is on its way.
	const POLLS = 60;

	/**
	 * Asks for what the box shows, and lets an editor that is open take in the post's new terms.
	 *
	 * @param {number}   post      Post.
	 * @param {*}        revision  Changes whenever the post was saved.
	 * @param {Function} syncTerms Gets the post's terms.
	 * @return {Object} view, error, busy, and act( path, data ).
	 */
	function useBox( post, revision, syncTerms ) {
		const [ view, setView ] = useState( null );
		const [ error, setError ] = useState( '' );
		const [ busy, setBusy ] = useState( false );
		const [ polls, setPolls ] = useState( 0 );
		const path = '/copydesk/v1/posts/' + post;

		const take = useCallback(
			function ( found ) {
				setView( found );
				setError( '' );
				syncTerms( found.terms );
			},
			[ syncTerms ]
		);
		const fail = useCallback( function ( reason ) {
			setError( reason && reason.message ? reason.message : __( 'The server did not answer.', 'copydesk' ) );
		}, [] );

		useEffect(
			function () {
				let gone = false;
				setPolls( 0 );
				wp.apiFetch( { path } ).then(
					( found ) => gone || take( found ),
					( reason ) => gone || fail( reason )
				);
				return () => ( gone = true );
			},
			[ path, revision, take, fail ]
		);

		const waiting = view && view.delivery.waiting;
		useEffect(
			function () {
				if ( ! waiting || polls >= POLLS ) {
					return;
				}
				let gone = false;
				const timer = setTimeout( function () {
					wp.apiFetch( { path } ).then(
						( found ) => gone || take( found ),
						() => {} // The next look may succeed.
					).then( () => gone || setPolls( polls + 1 ) );
				}, POLL );
				return function () {
					gone = true;
					clearTimeout( timer );
				};
			},
			[ path, waiting, polls, take ]
		);

		function act( what, data ) {
			setBusy( true );
			setPolls( 0 );
			wp.apiFetch( { path: path + what, method: 'POST', data: data || {} } ).then( take, fail ).then( () => setBusy( false ) );
		}
		return { view, error, busy, act };
	}

	function Line( { line } ) {
		return el(
			'div',
			{ className: 'copydesk-line' + ( line.decided ? '' : ' is-undecided' ) },
			el( 'span', null, line.label ),
			null !== line.percent && el( 'span', { className: 'copydesk-percent' }, sprintf( /* translators: %d: percent. */ __( '%d%%', 'copydesk' ), line.percent ) )
		);
	}

	function Part( { title, children } ) {
		return el( 'div', { className: 'copydesk-part' }, el( 'h3', null, title ), children );
	}

	function Lines( { title, lines } ) {
		return lines.length > 0 && el( Part, { title }, lines.map( ( line, n ) => el( Line, { line, key: n } ) ) );
	}

	function Evidence( { evidence } ) {
		return (
			evidence.length > 0 &&
			el(
				Part,
				{ title: __( 'What shows it', 'copydesk' ) },
				evidence.map( ( item, n ) =>
					el( 'figure', { key: n, className: 'copydesk-evidence' }, el( 'blockquote', null, item.quote ), item.shows && el( 'figcaption', null, item.shows ) )
				)
			)
		);
	}

	function Suggestion( { item, busy, judge } ) {
		const button = ( verdict, label, spoken, primary ) =>
			el(
				'button',
				{
					type: 'button',
					className: 'button button-small' + ( primary ? ' button-primary' : '' ),
					disabled: busy,
					'aria-label': sprintf( spoken, item.name ),
					onClick: () => judge( item, verdict ),
				},
				label
			);
		return el(
			'li',
			{ className: 'copydesk-suggestion is-' + item.state },
			el( Line, { line: { label: item.name, percent: item.percent, decided: true } } ),
			'open' === item.state &&
				el(
					'span',
					{ className: 'copydesk-buttons' },
					/* translators: %s: a term. */
					button( 'accept', __( 'Accept', 'copydesk' ), __( 'Accept %s', 'copydesk' ), true ),
					/* translators: %s: a term. */
					button( 'dismiss', __( 'Dismiss', 'copydesk' ), __( 'Dismiss %s', 'copydesk' ) )
				),
			'added' === item.state && el( 'span', { className: 'copydesk-state' }, __( 'on the post', 'copydesk' ) ),
			'dismissed' === item.state &&
				el(
					'span',
					{ className: 'copydesk-buttons' },
					el( 'span', { className: 'copydesk-state' }, __( 'dismissed', 'copydesk' ) ),
					/* translators: %s: a term. */
					button( 'restore', __( 'Undo', 'copydesk' ), __( 'Undo the dismissal of %s', 'copydesk' ) )
				)
		);
	}

	/**
	 * The box itself.
	 *
	 * @param {Object}   props           Properties.
	 * @param {number}   props.post      Post.
	 * @param {*}        props.revision  Changes whenever the post was saved.
	 * @param {Function} props.syncTerms Gets the post's terms.
	 * @return {Object} Element.
	 */
	function Box( { post, revision, syncTerms } ) {
		const { view, error, busy, act } = useBox( post, revision, syncTerms );
		if ( ! view ) {
			return el( 'p', null, error || __( 'Loading …', 'copydesk' ) );
		}
		const judge = ( item, verdict ) => act( '/suggestions', { taxonomy: item.taxonomy, name: item.name, verdict } );
		const stuck = 'failed' === view.delivery.state || 'retry' === view.delivery.state;
		return el(
			'div',
			{ className: 'copydesk-box' },
			el(
				'div',
				{ 'aria-live': 'polite' },
				error && el( 'p', { className: 'copydesk-error' }, error ),
				view.delivery.text && el( 'p', { className: stuck ? 'copydesk-error' : 'copydesk-status' }, view.delivery.text )
			),
			el( Lines, { title: __( 'Topic', 'copydesk' ), lines: view.topics } ),
			el( Lines, { title: __( 'Genre', 'copydesk' ), lines: view.genre } ),
			el( Lines, { title: __( 'Stance', 'copydesk' ), lines: view.stance } ),
			view.suggestions.length > 0 &&
				el(
					Part,
					{ title: __( 'Suggested terms', 'copydesk' ) },
					el( 'ul', null, view.suggestions.map( ( item ) => el( Suggestion, { item, busy, judge, key: item.taxonomy + ':' + item.name } ) ) )
				),
			el( Evidence, { evidence: view.evidence } ),
			el(
				'div',
				{ className: 'copydesk-foot' },
				view.source && el( 'span', null, view.source ),
				view.delivery.can_send &&
					'queued' !== view.delivery.state &&
					el( 'button', { type: 'button', className: 'button-link', disabled: busy, onClick: () => act( '/send' ) }, __( 'Send again', 'copydesk' ) )
			)
		);
	}

	/**
	 * The block editor: takes the post's terms in as saved, and adds them to a change that is not saved yet.
	 */
	function registerPanel() {
		const { useDispatch, useSelect, select } = wp.data;
		const Panel = ( wp.editor && wp.editor.PluginDocumentSettingPanel ) || wp.editPost.PluginDocumentSettingPanel;

		function DocumentPanel() {
			const { id, type, saving, status } = useSelect( function ( get ) {
				const editor = get( 'core/editor' );
				return {
					id: editor.getCurrentPostId(),
					type: editor.getCurrentPostType(),
					saving: editor.isSavingPost() && ! editor.isAutosavingPost(),
					status: editor.getCurrentPostAttribute( 'status' ),
				};
			}, [] );
			const { receiveEntityRecords } = useDispatch( 'core' );
			const { editPost } = useDispatch( 'core/editor' );
			const syncTerms = useCallback(
				function ( terms ) {
					const record = select( 'core' ).getRawEntityRecord( 'postType', type, id );
					const edits = select( 'core' ).getEntityRecordNonTransientEdits( 'postType', type, id ) || {};
					if ( ! record ) {
						return;
					}
					const saved = {};
					const changed = {};
					terms.forEach( function ( { rest_base: base, ids } ) {
						const before = record[ base ];
						if ( ! Array.isArray( before ) || ids.join() === before.join() ) {
							return;
						}
						saved[ base ] = ids;
						if ( Array.isArray( edits[ base ] ) ) {
							const added = ids.filter( ( one ) => ! before.includes( one ) );
							changed[ base ] = [ ...new Set( [ ...edits[ base ], ...added ] ) ];
						}
					} );
					if ( Object.keys( saved ).length ) {
						receiveEntityRecords( 'postType', type, [ { ...select( 'core' ).getEntityRecord( 'postType', type, id ), ...saved } ] );
					}
					if ( Object.keys( changed ).length ) {
						editPost( changed );
					}
				},
				[ id, type ]
			);
			const inside =
				'auto-draft' === status || ! id
					? el( 'p', null, __( 'The text is sent to copydesk when it is published.', 'copydesk' ) )
					: el( Box, { post: id, revision: saving, syncTerms } );
			return el( Panel, { name: 'copydesk', title: __( 'copydesk', 'copydesk' ), className: 'copydesk-panel' }, inside );
		}
		wp.plugins.registerPlugin( 'copydesk', { render: DocumentPanel, icon: null } );
	}

	/**
	 * The classic editor: shows the terms in its own boxes too, which would else drop them at the next saving.
	 *
	 * @param {Array} terms The post's terms.
	 */
	function syncClassic( terms ) {
		terms.forEach( function ( { taxonomy, ids, names } ) {
			const field = document.getElementById( 'tax-input-' + taxonomy );
			if ( field && window.tagBox && window.jQuery ) {
				const box = window.jQuery( '#' + taxonomy );
				names.forEach( ( name ) => window.tagBox.flushTags( box, window.jQuery( '<span>' ).text( name ) ) );
			}
			ids.forEach( function ( one ) {
				const checkbox = document.getElementById( 'in-' + taxonomy + '-' + one );
				if ( checkbox ) {
					checkbox.checked = true;
				}
			} );
		} );
	}

	const place = document.getElementById( 'copydesk-box' );
	if ( place ) {
		const box = el( Box, { post: Number( place.dataset.post ), revision: 0, syncTerms: syncClassic } );
		if ( wp.element.createRoot ) {
			wp.element.createRoot( place ).render( box );
		} else {
			wp.element.render( box, place );
		}
	} else if ( wp.plugins && wp.data ) {
		registerPanel();
	}
} )( window.wp );
