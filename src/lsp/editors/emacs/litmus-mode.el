;;; litmus-mode.el --- Litmus tests of lockless kernel code  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages

;;; Commentary:

;; Colours for litmus tests, and pinlitmus as their language server in eglot:
;;
;;   (add-to-list 'load-path "…/pinlitmus/src/lsp/editors/emacs")
;;   (require 'litmus-mode)
;;   (add-hook 'litmus-mode-hook #'eglot-ensure)

;;; Code:

(defgroup litmus nil
  "Litmus tests of lockless kernel code."
  :group 'languages)

(defcustom litmus-server-command '("pinlitmus" "lsp" "--stdio")
  "The language server and its options."
  :type '(repeat string)
  :group 'litmus)

(defvar litmus-mode-syntax-table
  (let ((table (make-syntax-table)))
    ;; C's comments here; herd7's are coloured by `litmus-font-lock-keywords', for `(*' begins C code as well.
    (modify-syntax-entry ?/ ". 124b" table)
    (modify-syntax-entry ?* ". 23" table)
    (modify-syntax-entry ?\n "> b" table)
    (modify-syntax-entry ?_ "_" table)
    (dolist (sign '(?' ?= ?< ?> ?& ?| ?! ?+ ?- ?%))
      (modify-syntax-entry sign "." table))
    (modify-syntax-entry ?\\ "." table)
    table)
  "Syntax of litmus tests.")

(defun litmus-match-comment (limit)
  "Find a comment of herd7's that begins before LIMIT; such comments nest."
  (when (re-search-forward "(\\*+\\(?:[ \t\n]\\|[^()\n]*\\*)\\)" limit t)
    (let ((start (match-beginning 0))
          (depth 1))
      (goto-char (+ start 2))
      (while (and (> depth 0) (re-search-forward "(\\*\\|\\*)" nil t))
        (setq depth (+ depth (if (= (char-before) ?*) 1 -1))))
      (set-match-data (list start (point)))
      t)))

(defconst litmus-font-lock-keywords
  `(("\\`\\s-*\\(C\\|AArch64\\|X86\\|X86_64\\|RISCV\\|PPC\\|ARM\\)\\s-+\\(.*\\)$"
     (1 font-lock-keyword-face) (2 font-lock-function-name-face))
    ("^\\s-*\\(Expect\\|Names\\)=" 1 font-lock-variable-name-face)
    ("\\_<\\([a-z0-9.]+\\):\\(Never\\|Sometimes\\|Always\\|Deadlock\\)\\(?:\\+[a-z]+\\)*"
     (1 font-lock-type-face) (2 font-lock-constant-face))
    ("^\\s-*~?\\s-*\\(exists\\|forall\\|filter\\|locations\\)\\_>" 1 font-lock-keyword-face)
    ("\\_<\\(P[0-9]+\\)\\_>" 1 font-lock-function-name-face)
    (,(regexp-opt '("if" "else" "while" "do" "for" "switch" "case" "default" "goto" "break" "continue" "return")
                  'symbols)
     . font-lock-keyword-face)
    (,(regexp-opt '("void" "bool" "char" "short" "int" "long" "signed" "unsigned" "struct" "enum" "static" "const")
                  'symbols)
     . font-lock-type-face)
    ("\\_<\\([A-Za-z0-9_]+_t\\|[us]\\(?:8\\|16\\|32\\|64\\)\\)\\_>" 1 font-lock-type-face)
    ("\\_<\\(\\(?:smp_\\|dma_\\)?\\(?:mb\\|rmb\\|wmb\\)\\|smp_mb__[a-z_]+\\|barrier\\)\\s-*(" 1 font-lock-builtin-face)
    ("\\(?:^\\||\\)\\s-*\\(\\(?:DMB\\|DSB\\|ISB\\|[LMS]FENCE\\|[lms]fence\\|dmb\\|dsb\\|isb\\|fence\\|sync\\|lwsync\\)\\_>\\)"
     1 font-lock-builtin-face)
    ("\\_<\\([A-Za-z_][A-Za-z0-9_]*\\)\\s-*(" 1 font-lock-function-name-face)
    ("\\_<\\([0-9]+:[A-Za-z_][A-Za-z0-9_]*\\)" 1 font-lock-variable-name-face)
    (litmus-match-comment 0 font-lock-comment-face t))
  "What is coloured in litmus tests.")

;;;###autoload
(define-derived-mode litmus-mode prog-mode "Litmus"
  "Major mode for litmus tests."
  (setq-local comment-start "(* ")
  (setq-local comment-end " *)")
  (setq-local comment-start-skip "(\\*+[ \t]*\\|/\\*+[ \t]*\\|//+[ \t]*")
  (setq-local indent-tabs-mode t)
  (setq-local tab-width 8)
  (setq-local font-lock-multiline t)
  (setq-local font-lock-defaults '(litmus-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.litmus\\'" . litmus-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs (cons 'litmus-mode litmus-server-command)))

(provide 'litmus-mode)
;;; litmus-mode.el ends here
