/** The spinlocks that an architecture gives, below those of the kernel: a lock in the same manner. include/linux/spinlock.h. */
import { definitionsFrom } from './definition.js';

export const ARCH_SPINLOCK = definitionsFrom('include/linux/spinlock.h', [
  ['arch_spin_lock', '#define arch_spin_lock(lock) raw_spin_lock(lock)\n'],
  ['arch_spin_trylock', '#define arch_spin_trylock(lock) raw_spin_trylock(lock)\n'],
  ['arch_spin_unlock', '#define arch_spin_unlock(lock) raw_spin_unlock(lock)\n'],
  ['arch_spin_is_locked', '#define arch_spin_is_locked(lock) raw_spin_is_locked(lock)\n'],
]);
