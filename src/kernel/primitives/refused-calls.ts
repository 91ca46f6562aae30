/** Functions of the kernel that are known and beyond every model here, each with what to write in its place. */

/** Names that are refused for one reason. */
interface Family {
  /** What they are about: "time is not part of these models". */
  readonly mechanism: string;
  readonly instead: string;
  readonly names: string;
}

const FAMILIES: readonly Family[] = [
  {
    mechanism: 'freeing memory',
    instead: 'call_rcu() may run a function that says what becomes of it',
    names: 'kfree_rcu kfree_rcu_mightsleep kvfree_rcu kvfree_rcu_mightsleep',
  },
  {
    mechanism: 'who else waits for a lock',
    instead: 'write a variable in its place, which another thread writes',
    names:
      'spin_is_contended spin_needbreak rwlock_is_contended rwlock_needbreak rwsem_is_contended cond_resched_lock',
  },
  {
    mechanism: 'time',
    instead:
      'write the wait without its end, and the end as another thread that writes a variable the wait looks at',
    names: `wait_event_timeout wait_event_interruptible_timeout wait_event_killable_timeout wait_event_idle_timeout
      wait_event_freezable_timeout wait_event_idle_exclusive_timeout wait_event_hrtimeout wait_event_interruptible_hrtimeout
      wait_event_interruptible_lock_irq_timeout wait_event_lock_irq_timeout wait_var_event_timeout
      swait_event_timeout_exclusive swait_event_interruptible_timeout_exclusive swait_event_idle_timeout_exclusive
      wait_for_completion_timeout wait_for_completion_io_timeout wait_for_completion_interruptible_timeout
      wait_for_completion_killable_timeout wait_on_bit_timeout down_timeout schedule_timeout schedule_timeout_interruptible
      schedule_timeout_killable schedule_hrtimeout schedule_hrtimeout_range wait_woken io_schedule_timeout`,
  },
  {
    mechanism: 'a wait entry with a wake function of its own',
    instead: 'write what the function does in the thread that wakes, under the lock of the queue',
    names:
      'DEFINE_WAIT_FUNC DEFINE_WAIT_BIT init_waitqueue_func_entry init_wait_func woken_wake_function wake_up_pollfree',
  },
  {
    mechanism: 'one compare-and-exchange of a lock together with a count',
    instead:
      'under its lock a count may be changed: spin_lock(&ref.lock), ref.count and spin_unlock(&ref.lock) are what it does there',
    names: `lockref_get lockref_get_not_zero lockref_put_return lockref_get_or_lock lockref_put_or_lock lockref_put_not_zero
      lockref_get_not_dead`,
  },
  {
    mechanism: 'code that is run on another CPU, or later,',
    instead:
      'write what it runs as a thread of its own, that waits until the flag is set which this one sets',
    names: `smp_call_function smp_call_function_single smp_call_function_single_async smp_call_function_many
      smp_call_function_any on_each_cpu on_each_cpu_mask on_each_cpu_cond on_each_cpu_cond_mask stop_machine
      stop_machine_cpuslocked stop_one_cpu kick_all_cpus_sync smp_send_reschedule resched_curr wake_up_if_idle
      irq_work_queue irq_work_queue_on irq_work_sync queue_work queue_work_on queue_delayed_work queue_rcu_work
      mod_delayed_work schedule_work schedule_work_on schedule_delayed_work flush_work flush_workqueue flush_delayed_work
      cancel_work cancel_work_sync cancel_delayed_work cancel_delayed_work_sync mod_timer add_timer add_timer_on
      del_timer del_timer_sync timer_delete timer_delete_sync timer_shutdown_sync hrtimer_start hrtimer_cancel
      hrtimer_try_to_cancel tasklet_schedule tasklet_hi_schedule tasklet_kill raise_softirq raise_softirq_irqoff
      task_work_add task_work_run synchronize_irq disable_irq enable_irq kthread_queue_work kthread_flush_work
      __queue_work __schedule_work`,
  },
  {
    mechanism: 'memory that is taken and given back',
    instead:
      'use a variable at file scope in its place, and write a flag where it is given back, which a reader asserts it does not see',
    names: `kfree kfree_sensitive kvfree vfree
      kmalloc kzalloc kcalloc kmalloc_array kmalloc_node kzalloc_node kvmalloc kvzalloc vmalloc vzalloc krealloc kmemdup
      kmalloc_obj kzalloc_obj kstrdup kmem_cache_alloc kmem_cache_zalloc kmem_cache_free free_page free_pages __free_page
      __free_pages alloc_page alloc_pages get_zeroed_page mempool_alloc mempool_free free_percpu alloc_percpu`,
  },
  {
    mechanism: 'a tree or a table that the kernel keeps',
    instead:
      'write the entry that it finds as a variable: rcu_dereference(entry) where it is looked up, rcu_assign_pointer(entry, new) where it is stored',
    names: `xa_load xa_store xa_store_irq xa_store_bh xa_erase xa_erase_irq xa_erase_bh xa_insert xa_insert_irq xa_insert_bh
      xa_cmpxchg xa_cmpxchg_irq xa_alloc xa_alloc_irq xa_alloc_bh xa_alloc_cyclic xa_reserve xa_release xa_find xa_find_after
      xa_get_mark xa_set_mark xa_clear_mark xa_empty xa_for_each xa_destroy xa_init xa_init_flags xa_lock xa_unlock
      xa_lock_irq xa_unlock_irq xa_lock_irqsave xa_unlock_irqrestore xa_lock_bh xa_unlock_bh xa_is_value xa_to_value
      xa_mk_value __xa_store __xa_erase __xa_insert __xa_cmpxchg __xa_set_mark __xa_clear_mark xas_load xas_store xas_find
      xas_find_marked xas_next xas_prev xas_for_each xas_retry xas_reload xas_nomem xas_lock xas_unlock xas_lock_irq
      xas_unlock_irq xas_set_mark xas_clear_mark xas_get_mark xas_reset xas_set xas_pause xas_error
      idr_find idr_alloc idr_alloc_u32 idr_alloc_cyclic idr_remove idr_replace idr_get_next idr_for_each idr_for_each_entry
      idr_init idr_destroy idr_preload idr_preload_end ida_alloc ida_alloc_range ida_alloc_max ida_free ida_init ida_destroy
      radix_tree_lookup radix_tree_lookup_slot radix_tree_insert radix_tree_delete radix_tree_deref_slot radix_tree_tag_set
      rhashtable_lookup rhashtable_lookup_fast rhashtable_insert_fast rhashtable_remove_fast rb_insert_color rb_erase
      rb_link_node rb_link_node_rcu rb_first rb_next mas_walk mas_find mas_store mas_store_gfp mt_find mtree_load mtree_store
      vma_lookup find_vma`,
  },
  {
    mechanism: 'memory of a process that may not be there',
    instead: 'write READ_ONCE() and WRITE_ONCE() of a variable in its place',
    names: `get_user __get_user put_user __put_user copy_from_user copy_to_user __copy_from_user __copy_to_user
      copy_from_user_nofault copy_to_user_nofault copy_from_user_inatomic __copy_from_user_inatomic __copy_to_user_inatomic
      unsafe_get_user unsafe_put_user copy_from_iter copy_to_iter futex_get_value_locked futex_cmpxchg_value_locked
      access_process_vm`,
  },
  {
    mechanism: 'copying memory by the byte',
    instead: 'write an assignment for each member',
    names:
      'memcpy memmove memset memcmp strcpy strscpy strncpy strlen strcmp memzero_explicit memcpy_toio memcpy_fromio',
  },
  {
    mechanism: 'an access wider than a register',
    instead: 'if one half decides, write a cmpxchg() of it',
    names:
      'cmpxchg_double cmpxchg128 try_cmpxchg128 cmpxchg128_local this_cpu_cmpxchg_double this_cpu_try_cmpxchg128',
  },
  {
    mechanism: 'a CPU that is added or taken away, or a reader per CPU,',
    instead:
      'write the counter of readers and the flag of the writer as variables; rcu_read_lock() is what percpu_down_read() begins with',
    names: `percpu_down_read percpu_down_read_trylock percpu_up_read percpu_down_write percpu_up_write percpu_init_rwsem
      cpus_read_lock cpus_read_unlock cpus_write_lock cpus_write_unlock percpu_ref_get percpu_ref_tryget
      percpu_ref_tryget_live percpu_ref_put percpu_ref_kill percpu_ref_reinit percpu_ref_is_zero percpu_counter_add
      percpu_counter_read percpu_counter_sum percpu_counter_inc percpu_counter_dec`,
  },
];

/** Why each of them is refused, and what to write. */
export const REFUSALS: ReadonlyMap<string, string> = new Map(
  FAMILIES.flatMap(({ mechanism, instead, names }) =>
    names.split(/\s+/).map((name) => [name, `${mechanism} is not part of these models; ${instead}`] as const),
  ),
);
