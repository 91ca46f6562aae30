/** Lock-less lists: pushed by a loop of compare-and-exchange, taken whole by an exchange. include/linux/llist.h, lib/llist.c (v6.1). */
import { definitionsFrom } from './definition.js';

export const LLIST = definitionsFrom('include/linux/llist.h', [
  ['llist_node', 'struct llist_node { struct llist_node *next; };'],
  ['llist_head', 'struct llist_head { struct llist_node *first; };'],
  ['init_llist_head', 'static inline void init_llist_head(struct llist_head *list) { list->first = NULL; }'],
  [
    'llist_empty',
    'static inline bool llist_empty(struct llist_head *list) { return READ_ONCE(list->first) == NULL; }',
  ],
  [
    'llist_next',
    'static inline struct llist_node *llist_next(struct llist_node *node) { return node->next; }',
  ],
  [
    'llist_add_batch',
    `static inline bool llist_add_batch(struct llist_node *first, struct llist_node *last, struct llist_head *list)
{
	struct llist_node *old = READ_ONCE(list->first);

	do {
		last->next = old;
	} while (!try_cmpxchg(&list->first, &old, first));
	return old == NULL;
}`,
  ],
  [
    'llist_add',
    `static inline bool llist_add(struct llist_node *node, struct llist_head *list)
{
	struct llist_node *old = READ_ONCE(list->first);

	do {
		node->next = old;
	} while (!try_cmpxchg(&list->first, &old, node));
	return old == NULL;
}`,
  ],
  [
    'llist_del_all',
    'static inline struct llist_node *llist_del_all(struct llist_head *list) { return xchg(&list->first, NULL); }',
  ],
  [
    'llist_del_first',
    `static inline struct llist_node *llist_del_first(struct llist_head *list)
{
	struct llist_node *entry = smp_load_acquire(&list->first);
	struct llist_node *next;

	do {
		if (entry == NULL)
			return NULL;
		next = READ_ONCE(entry->next);
	} while (!try_cmpxchg(&list->first, &entry, next));
	return entry;
}`,
  ],
  [
    '__llist_del_all',
    `static inline struct llist_node *__llist_del_all(struct llist_head *list)
{
	struct llist_node *first = list->first;

	list->first = NULL;
	return first;
}`,
  ],
  [
    'llist_del_first_this',
    `static inline bool llist_del_first_this(struct llist_head *list, struct llist_node *node)
{
	struct llist_node *entry = smp_load_acquire(&list->first);
	struct llist_node *next;

	do {
		if (entry != node)
			return false;
		next = READ_ONCE(entry->next);
	} while (!try_cmpxchg(&list->first, &entry, next));
	return true;
}`,
  ],
  [
    'llist_reverse_order',
    `static inline struct llist_node *llist_reverse_order(struct llist_node *list)
{
	struct llist_node *reversed = NULL;

	while (list) {
		struct llist_node *node = list;

		list = list->next;
		node->next = reversed;
		reversed = node;
	}
	return reversed;
}`,
  ],
  [
    'init_llist_node llist_on_list',
    `static inline void init_llist_node(struct llist_node *node) { WRITE_ONCE(node->next, node); }
static inline bool llist_on_list(struct llist_node *node) { return READ_ONCE(node->next) != node; }`,
  ],
  ['LLIST_HEAD', '#define LLIST_HEAD(name) struct llist_head name\n'],
  ['llist_entry', '#define llist_entry(ptr, type, member) container_of(ptr, type, member)\n'],
  ['llist_for_each', '#define llist_for_each(pos, node) for ((pos) = (node); (pos); (pos) = (pos)->next)\n'],
  [
    'llist_for_each_safe',
    '#define llist_for_each_safe(pos, n, node) for ((pos) = (node); (pos) && ((n) = (pos)->next, 1); (pos) = (n))\n',
  ],
  [
    'llist_for_each_entry llist_for_each_entry_safe',
    `#define llist_for_each_entry(pos, node, member) \\
	for ((pos) = llist_entry((node), typeof(*(pos)), member); &(pos)->member; \\
	     (pos) = llist_entry((pos)->member.next, typeof(*(pos)), member))
#define llist_for_each_entry_safe(pos, n, node, member) \\
	for ((pos) = llist_entry((node), typeof(*(pos)), member); \\
	     &(pos)->member && ((n) = llist_entry((pos)->member.next, typeof(*(pos)), member), 1); \\
	     (pos) = (n))
`,
  ],
]);
