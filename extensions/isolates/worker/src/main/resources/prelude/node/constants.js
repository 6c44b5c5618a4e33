// node:constants
//= F_OK, R_OK, W_OK, X_OK, O_RDONLY, O_WRONLY, O_RDWR
(kit) => kit.node("fs").constants
