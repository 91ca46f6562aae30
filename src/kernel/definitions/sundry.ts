/**
 * Short forms, older names, and what is nothing where no time passes and no thread is interrupted: include/linux/compiler.h, delay.h,
 * spinlock.h, mutex.h, completion.h, nospec.h, and the numbers that callers of poll() tell each other, include/uapi/linux/eventpoll.h.
 */
import { definitionsFrom } from './definition.js';

/** What does nothing with so many parameters. */
function nothing(name: string, parameters: string): readonly [string, string] {
  const given = parameters.split(', ').filter((each) => each !== '');
  return [name, `#define ${name}(${parameters}) ((void)(${given.length === 0 ? '0' : given.join(', ')}))\n`];
}

export const SUNDRY = [
  ...definitionsFrom('include/linux/compiler.h', [
    ['ACCESS_ONCE', '#define ACCESS_ONCE(x) (*(volatile typeof(x) *)&(x))\n'],
    ['__READ_ONCE', '#define __READ_ONCE(x) READ_ONCE(x)\n'],
    ['__WRITE_ONCE', '#define __WRITE_ONCE(x, val) WRITE_ONCE(x, val)\n'],
    ['READ_ONCE_NOCHECK', '#define READ_ONCE_NOCHECK(x) READ_ONCE(x)\n'],
    nothing('OPTIMIZER_HIDE_VAR', 'var'),
    ['array_index_nospec', '#define array_index_nospec(index, size) (index)\n'],
    nothing('barrier_nospec', ''),
  ]),
  ...definitionsFrom('include/linux/delay.h', [
    nothing('msleep_interruptible', 'msecs'),
    nothing('ssleep', 'seconds'),
    nothing('fsleep', 'usecs'),
    nothing('usleep_range', 'min, max'),
    ['msleep', '#define msleep(msecs) do { (void)(msecs); might_sleep(); } while (0)\n'],
    nothing('yield', ''),
    nothing('schedule_timeout_uninterruptible', 'timeout'),
    nothing('schedule_timeout_idle', 'timeout'),
    nothing('touch_nmi_watchdog', ''),
  ]),
  ...definitionsFrom('include/linux/spinlock.h', [
    nothing('might_lock', 'lock'),
    nothing('might_lock_read', 'lock'),
    nothing('mutex_destroy', 'lock'),
    ['assert_spin_locked', '#define assert_spin_locked(lock) lockdep_assert_held(lock)\n'],
    ['assert_raw_spin_locked', '#define assert_raw_spin_locked(lock) lockdep_assert_held(lock)\n'],
    ['down_read_non_owner', '#define down_read_non_owner(sem) down_read(sem)\n'],
    ['up_read_non_owner', '#define up_read_non_owner(sem) up_read(sem)\n'],
  ]),
  ...definitionsFrom('include/linux/completion.h', [
    [
      'DECLARE_COMPLETION_ONSTACK',
      '#define DECLARE_COMPLETION_ONSTACK(work) struct completion work = { .done = 0 }\n',
    ],
    ['complete_on_current_cpu', '#define complete_on_current_cpu(x) complete(x)\n'],
    [
      'wait_for_completion_state',
      '#define wait_for_completion_state(x, state) ((void)(state), wait_for_completion_killable(x))\n',
    ],
  ]),
  ...definitionsFrom('include/linux/atomic.h', [
    [
      'atomic_inc_not_zero_hint',
      '#define atomic_inc_not_zero_hint(v, hint) ((void)(hint), atomic_inc_not_zero(v))\n',
    ],
  ]),
  ...definitionsFrom('include/linux/bitops.h', [
    [
      'set_mask_bits',
      `#define set_mask_bits(ptr, mask, bits) ({ \\
	typeof(*(ptr)) __mask = (mask), __bits = (bits), __found = READ_ONCE(*(ptr)), __made; \\
	do { \\
		__made = (__found & ~__mask) | __bits; \\
	} while (!try_cmpxchg(ptr, &__found, __made)); \\
	__found; \\
})
`,
    ],
  ]),
  ...definitionsFrom('include/linux/virtio_ring.h', [
    ['virtio_mb', '#define virtio_mb(weak) do { if (weak) virt_mb(); else mb(); } while (0)\n'],
    ['virtio_rmb', '#define virtio_rmb(weak) do { if (weak) virt_rmb(); else dma_rmb(); } while (0)\n'],
    ['virtio_wmb', '#define virtio_wmb(weak) do { if (weak) virt_wmb(); else dma_wmb(); } while (0)\n'],
    ...['16', '32', '64'].flatMap((bits): readonly (readonly [string, string])[] => [
      [`cpu_to_virtio${bits}`, `#define cpu_to_virtio${bits}(vdev, val) ((void)(vdev), (val))\n`],
      [`virtio${bits}_to_cpu`, `#define virtio${bits}_to_cpu(vdev, val) ((void)(vdev), (val))\n`],
    ]),
  ]),
  ...definitionsFrom('include/linux/fs.h', [
    ['i_size_read', '#define i_size_read(inode) smp_load_acquire(&(inode)->i_size)\n'],
    ['i_size_write', '#define i_size_write(inode, size) smp_store_release(&(inode)->i_size, (size))\n'],
  ]),
  ...definitionsFrom('include/uapi/linux/eventpoll.h', [
    [
      'EPOLLIN EPOLLPRI EPOLLOUT EPOLLERR EPOLLHUP EPOLLNVAL EPOLLRDNORM EPOLLRDBAND EPOLLWRNORM EPOLLWRBAND EPOLLMSG EPOLLRDHUP POLLFREE EPOLL_URING_WAKE',
      `enum {
	EPOLLIN = 1, EPOLLPRI = 2, EPOLLOUT = 4, EPOLLERR = 8, EPOLLHUP = 0x10, EPOLLNVAL = 0x20, EPOLLRDNORM = 0x40,
	EPOLLRDBAND = 0x80, EPOLLWRNORM = 0x100, EPOLLWRBAND = 0x200, EPOLLMSG = 0x400, EPOLLRDHUP = 0x2000, POLLFREE = 0x4000,
	EPOLL_URING_WAKE = 0x8000000
};`,
    ],
  ]),
];
