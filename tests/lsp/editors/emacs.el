;; Opens the file that KSPEC_FILE names, and prints what the server says as JSON.
(defun kspec-wait (what)
  (let ((tries 600))
    (while (and (> tries 0) (not (funcall what)))
      (accept-process-output nil 0.05)
      (setq tries (1- tries)))))
(find-file (getenv "KSPEC_FILE"))
(run-hooks 'post-command-hook)
(kspec-wait (lambda () (eglot-current-server)))
(kspec-wait (lambda () (flymake-diagnostics)))
(let* ((server (eglot-current-server))
       (document (list :uri (eglot-path-to-uri (buffer-file-name))))
       (found (mapcar (lambda (one) (format "%s" (flymake-diagnostic-text one)))
                      (flymake-diagnostics)))
       (hover (jsonrpc-request server :textDocument/hover
                               (list :textDocument document
                                     :position (list :line 3 :character 52))))
       (hints (jsonrpc-request server :textDocument/inlayHint
                               (list :textDocument document
                                     :range (list :start (list :line 0 :character 0)
                                                  :end (list :line 99 :character 0)))))
       (place (flymake-diagnostic-beg (car (flymake-diagnostics)))))
  (goto-char place)
  (let ((actions (eglot-code-actions place (1+ place) "quickfix")))
    (eglot-execute server (seq-find (lambda (one) (string-prefix-p "Use" (plist-get one :title)))
                                    (mapcar (lambda (one) (if (stringp (car-safe one)) (cdr one) one))
                                            actions))))
  (princ (json-serialize
          (list :encoding (eglot--server-capable :positionEncoding)
                :diagnostics (vconcat found)
                :hover (plist-get (plist-get hover :contents) :value)
                :hints (length hints)
                :text (buffer-substring-no-properties (point-min) (point-max)))))
  (princ "\n"))
