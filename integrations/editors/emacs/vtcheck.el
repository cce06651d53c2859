;;; vtcheck.el --- vtcheck for Eglot  -*- lexical-binding: t -*-

;;; Commentary:
;; (load "/path/to/vtcheck.el"), then M-x eglot in a C buffer, or (add-hook 'c-mode-hook #'eglot-ensure).

;;; Code:

(require 'eglot)

(defgroup vtcheck nil "A checker of value tasks." :group 'tools)

(defcustom vtcheck-command '("vtcheck" "lsp")
  "The program and its arguments; add \"-p\" \"build\" or the like."
  :type '(repeat string))

(add-to-list 'eglot-server-programs
             (cons '(c-mode c-ts-mode) (lambda (&rest _) vtcheck-command)))

(provide 'vtcheck)
;;; vtcheck.el ends here
