/** Walks over the structures that lists are in, and what moves entries. include/linux/list.h, rculist.h (v6.1). */
import { definitionsFrom } from './definition.js';

export const LIST_ENTRIES = [
  ...definitionsFrom('include/linux/list.h', [
    ['LIST_HEAD_INIT', '#define LIST_HEAD_INIT(name) { &(name), &(name) }\n'],
    ['LIST_HEAD', '#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)\n'],
    [
      'list_first_entry list_last_entry list_next_entry list_prev_entry',
      `#define list_first_entry(ptr, type, member) list_entry((ptr)->next, type, member)
#define list_last_entry(ptr, type, member) list_entry((ptr)->prev, type, member)
#define list_next_entry(pos, member) list_entry((pos)->member.next, typeof(*(pos)), member)
#define list_prev_entry(pos, member) list_entry((pos)->member.prev, typeof(*(pos)), member)
`,
    ],
    [
      'list_first_entry_or_null',
      `#define list_first_entry_or_null(ptr, type, member) ({ \\
	struct list_head *head__ = (ptr); \\
	struct list_head *pos__ = READ_ONCE(head__->next); \\
	pos__ != head__ ? list_entry(pos__, type, member) : NULL; \\
})
`,
    ],
    [
      'list_is_head list_entry_is_head',
      `#define list_is_head(list, head) ((list) == (head))
#define list_entry_is_head(pos, head, member) (&(pos)->member == (head))
`,
    ],
    [
      'list_for_each_entry list_for_each_entry_reverse list_for_each_entry_safe list_for_each_safe',
      `#define list_for_each_entry(pos, head, member) \\
	for ((pos) = list_first_entry(head, typeof(*(pos)), member); &(pos)->member != (head); \\
	     (pos) = list_next_entry(pos, member))
#define list_for_each_entry_reverse(pos, head, member) \\
	for ((pos) = list_last_entry(head, typeof(*(pos)), member); &(pos)->member != (head); \\
	     (pos) = list_prev_entry(pos, member))
#define list_for_each_entry_safe(pos, n, head, member) \\
	for ((pos) = list_first_entry(head, typeof(*(pos)), member), (n) = list_next_entry(pos, member); \\
	     &(pos)->member != (head); (pos) = (n), (n) = list_next_entry(n, member))
#define list_for_each_safe(pos, n, head) \\
	for ((pos) = (head)->next, (n) = (pos)->next; (pos) != (head); (pos) = (n), (n) = (pos)->next)
`,
    ],
    [
      'list_del_init list_del_init_careful',
      `static inline void list_del_init(struct list_head *entry)
{
	__list_del_entry(entry);
	INIT_LIST_HEAD(entry);
}
static inline void list_del_init_careful(struct list_head *entry)
{
	__list_del_entry(entry);
	WRITE_ONCE(entry->prev, entry);
	smp_store_release(&entry->next, entry);
}`,
    ],
    [
      'list_empty_careful',
      `static inline int list_empty_careful(struct list_head *head)
{
	struct list_head *next = smp_load_acquire(&head->next);

	return next == head && next == READ_ONCE(head->prev);
}`,
    ],
    [
      'list_move list_move_tail',
      `static inline void list_move(struct list_head *entry, struct list_head *head)
{
	__list_del_entry(entry);
	list_add(entry, head);
}
static inline void list_move_tail(struct list_head *entry, struct list_head *head)
{
	__list_del_entry(entry);
	list_add_tail(entry, head);
}`,
    ],
    [
      'list_replace list_replace_init',
      `static inline void list_replace(struct list_head *old, struct list_head *entry)
{
	entry->next = old->next;
	entry->next->prev = entry;
	entry->prev = old->prev;
	entry->prev->next = entry;
}
static inline void list_replace_init(struct list_head *old, struct list_head *entry)
{
	list_replace(old, entry);
	INIT_LIST_HEAD(old);
}`,
    ],
    [
      'list_splice_init list_splice_tail_init',
      `static inline void list_splice_between(struct list_head *list, struct list_head *prev, struct list_head *next)
{
	struct list_head *first = list->next;
	struct list_head *last = list->prev;

	first->prev = prev;
	prev->next = first;
	last->next = next;
	next->prev = last;
}
static inline void list_splice_init(struct list_head *list, struct list_head *head)
{
	if (!list_empty(list)) {
		list_splice_between(list, head, head->next);
		INIT_LIST_HEAD(list);
	}
}
static inline void list_splice_tail_init(struct list_head *list, struct list_head *head)
{
	if (!list_empty(list)) {
		list_splice_between(list, head->prev, head);
		INIT_LIST_HEAD(list);
	}
}`,
    ],
  ]),
  ...definitionsFrom('include/linux/rculist.h', [
    [
      'srcu_dereference srcu_dereference_check',
      `#define srcu_dereference(p, ssp) rcu_dereference(p)
#define srcu_dereference_check(p, ssp, c) rcu_dereference(p)
`,
    ],
    [
      'list_for_each_entry_rcu',
      `#define list_for_each_entry_rcu(pos, head, member, ...) \\
	for ((pos) = list_entry_rcu((head)->next, typeof(*(pos)), member); &(pos)->member != (head); \\
	     (pos) = list_entry_rcu((pos)->member.next, typeof(*(pos)), member))
`,
    ],
    [
      'list_first_or_null_rcu',
      `#define list_first_or_null_rcu(ptr, type, member) ({ \\
	struct list_head *head__ = (ptr); \\
	struct list_head *pos__ = READ_ONCE(head__->next); \\
	pos__ != head__ ? list_entry(pos__, type, member) : NULL; \\
})
`,
    ],
    [
      'list_replace_rcu',
      `static inline void list_replace_rcu(struct list_head *old, struct list_head *entry)
{
	entry->next = old->next;
	entry->prev = old->prev;
	rcu_assign_pointer(entry->prev->next, entry);
	entry->next->prev = entry;
	old->prev = LIST_POISON2;
}`,
    ],
  ]),
  ...definitionsFrom('include/linux/list.h', [
    ['hlist_node', 'struct hlist_node { struct hlist_node *next; struct hlist_node **pprev; };'],
    ['hlist_head', 'struct hlist_head { struct hlist_node *first; };'],
    ['HLIST_HEAD', '#define HLIST_HEAD(name) struct hlist_head name\n'],
    ['INIT_HLIST_HEAD', '#define INIT_HLIST_HEAD(ptr) ((void)((ptr)->first = NULL))\n'],
    [
      'INIT_HLIST_NODE',
      'static inline void INIT_HLIST_NODE(struct hlist_node *node) { node->next = NULL; node->pprev = NULL; }',
    ],
    [
      'hlist_unhashed hlist_unhashed_lockless hlist_empty',
      `static inline int hlist_unhashed(struct hlist_node *node) { return !node->pprev; }
static inline int hlist_unhashed_lockless(struct hlist_node *node) { return !READ_ONCE(node->pprev); }
static inline int hlist_empty(struct hlist_head *list) { return !READ_ONCE(list->first); }`,
    ],
    [
      '__hlist_del hlist_del hlist_del_init',
      `static inline void __hlist_del(struct hlist_node *node)
{
	struct hlist_node *next = node->next;
	struct hlist_node **pprev = node->pprev;

	WRITE_ONCE(*pprev, next);
	if (next)
		WRITE_ONCE(next->pprev, pprev);
}
static inline void hlist_del(struct hlist_node *node)
{
	__hlist_del(node);
	node->next = LIST_POISON1;
	node->pprev = LIST_POISON2;
}
static inline void hlist_del_init(struct hlist_node *node)
{
	if (!hlist_unhashed(node)) {
		__hlist_del(node);
		INIT_HLIST_NODE(node);
	}
}`,
    ],
    [
      'hlist_add_head',
      `static inline void hlist_add_head(struct hlist_node *node, struct hlist_head *list)
{
	struct hlist_node *first = list->first;

	WRITE_ONCE(node->next, first);
	if (first)
		WRITE_ONCE(first->pprev, &node->next);
	WRITE_ONCE(list->first, node);
	WRITE_ONCE(node->pprev, &list->first);
}`,
    ],
    [
      'hlist_entry hlist_entry_safe',
      `#define hlist_entry(ptr, type, member) container_of(ptr, type, member)
#define hlist_entry_safe(ptr, type, member) ({ \\
	struct hlist_node *ptr__ = (ptr); \\
	ptr__ ? hlist_entry(ptr__, type, member) : NULL; \\
})
`,
    ],
    [
      'hlist_for_each_entry',
      `#define hlist_for_each_entry(pos, head, member) \\
	for ((pos) = hlist_entry_safe((head)->first, typeof(*(pos)), member); (pos); \\
	     (pos) = hlist_entry_safe((pos)->member.next, typeof(*(pos)), member))
`,
    ],
  ]),
  ...definitionsFrom('include/linux/rculist.h', [
    [
      'hlist_del_rcu hlist_del_init_rcu',
      `static inline void hlist_del_rcu(struct hlist_node *node)
{
	__hlist_del(node);
	WRITE_ONCE(node->pprev, LIST_POISON2);
}
static inline void hlist_del_init_rcu(struct hlist_node *node)
{
	if (!hlist_unhashed(node)) {
		__hlist_del(node);
		WRITE_ONCE(node->pprev, NULL);
	}
}`,
    ],
    [
      'hlist_add_head_rcu',
      `static inline void hlist_add_head_rcu(struct hlist_node *node, struct hlist_head *list)
{
	struct hlist_node *first = list->first;

	node->next = first;
	WRITE_ONCE(node->pprev, &list->first);
	rcu_assign_pointer(list->first, node);
	if (first)
		WRITE_ONCE(first->pprev, &node->next);
}`,
    ],
    [
      'hlist_for_each_entry_rcu',
      `#define hlist_for_each_entry_rcu(pos, head, member, ...) \\
	for ((pos) = hlist_entry_safe(rcu_dereference((head)->first), typeof(*(pos)), member); (pos); \\
	     (pos) = hlist_entry_safe(rcu_dereference((pos)->member.next), typeof(*(pos)), member))
`,
    ],
  ]),
];
