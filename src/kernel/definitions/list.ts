/** Doubly linked lists, and how RCU readers walk them. include/linux/list.h, rculist.h (v6.1). */
import { definitionsFrom } from './definition.js';

export const LIST = [
  ...definitionsFrom('include/linux/list.h', [
    ['list_head', 'struct list_head { struct list_head *next; struct list_head *prev; };'],
    [
      'INIT_LIST_HEAD',
      'static inline void INIT_LIST_HEAD(struct list_head *list) { WRITE_ONCE(list->next, list); WRITE_ONCE(list->prev, list); }',
    ],
    [
      'list_empty',
      'static inline int list_empty(struct list_head *head) { return READ_ONCE(head->next) == head; }',
    ],
    [
      '__list_add',
      `static inline void __list_add(struct list_head *node, struct list_head *prev, struct list_head *next)
{
	next->prev = node;
	node->next = next;
	node->prev = prev;
	WRITE_ONCE(prev->next, node);
}`,
    ],
    [
      'list_add',
      'static inline void list_add(struct list_head *node, struct list_head *head) { __list_add(node, head, head->next); }',
    ],
    [
      'list_add_tail',
      'static inline void list_add_tail(struct list_head *node, struct list_head *head) { __list_add(node, head->prev, head); }',
    ],
    [
      '__list_del',
      `static inline void __list_del(struct list_head *prev, struct list_head *next)
{
	next->prev = prev;
	WRITE_ONCE(prev->next, next);
}`,
    ],
    [
      'list_del list_del_rcu __list_del_entry',
      `static inline void __list_del_entry(struct list_head *entry) { __list_del(entry->prev, entry->next); }
static inline void list_del(struct list_head *entry)
{
	__list_del(entry->prev, entry->next);
	entry->next = LIST_POISON1;
	entry->prev = LIST_POISON2;
}
static inline void list_del_rcu(struct list_head *entry)
{
	__list_del(entry->prev, entry->next);
	entry->prev = LIST_POISON2;
}`,
    ],
    // include/linux/poison.h, without what an architecture adds.
    [
      'LIST_POISON1 LIST_POISON2',
      '#define LIST_POISON1 ((void *)0x100)\n#define LIST_POISON2 ((void *)0x122)\n',
    ],
    [
      'list_for_each',
      '#define list_for_each(pos, head) for ((pos) = (head)->next; (pos) != (head); (pos) = (pos)->next)\n',
    ],
  ]),
  ...definitionsFrom('include/linux/rculist.h', [
    [
      '__list_add_rcu',
      `static inline void __list_add_rcu(struct list_head *node, struct list_head *prev, struct list_head *next)
{
	node->next = next;
	node->prev = prev;
	rcu_assign_pointer(prev->next, node);
	next->prev = node;
}`,
    ],
    [
      'list_add_rcu',
      'static inline void list_add_rcu(struct list_head *node, struct list_head *head) { __list_add_rcu(node, head, head->next); }',
    ],
    [
      'list_add_tail_rcu',
      'static inline void list_add_tail_rcu(struct list_head *node, struct list_head *head) { __list_add_rcu(node, head->prev, head); }',
    ],
    ['list_next_rcu', '#define list_next_rcu(list) rcu_dereference((list)->next)\n'],
    [
      'list_entry_rcu',
      '#define list_entry_rcu(ptr, type, member) container_of(READ_ONCE(ptr), type, member)\n',
    ],
    [
      'list_for_each_rcu',
      '#define list_for_each_rcu(pos, head) for ((pos) = rcu_dereference((head)->next); (pos) != (head); (pos) = rcu_dereference((pos)->next))\n',
    ],
  ]),
];
