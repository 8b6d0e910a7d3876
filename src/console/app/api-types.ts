/**
 * Types of the JSON API, made of its OpenAPI document by `bun scripts/generate.ts`. Do not edit.
 */

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API: its version, limits, and links. */
        get: operations["getApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document. */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The meanings of all error codes. */
        get: operations["listErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The user who is logged in: groups, SSH keys, and remaining quotas. */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes the user's SSH keys. */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/sizes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sizes of machines. */
        get: operations["listSizes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The VM templates that the user can use. */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A VM template with its inputs. */
        get: operations["getTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The machines that the user can see. */
        get: operations["listMachines"];
        put?: never;
        /**
         * Creates a machine from a template, or from an image and a size.
         * @description The answer is a Machine. If the request has `count`, the answer is a list (Machines) with all new machines in `items`, and `next` is null; a client distinguishes the two by `items`.
         */
        post: operations["createMachine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A machine. */
        get: operations["getMachine"];
        put?: never;
        post?: never;
        /** Deletes a machine permanently. */
        delete: operations["deleteMachine"];
        options?: never;
        head?: never;
        /** Changes name, description, size and end of a machine. */
        patch: operations["updateMachine"];
        trace?: never;
    };
    "/machines/{id}/actions/{word}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Carries out an action: start, stop, reboot, suspend, hibernate, undeploy, hold, release, recover. */
        post: operations["actOnMachine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/disks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The disks of a machine. */
        get: operations["listDisks"];
        put?: never;
        /** Attaches an image as a disk. */
        post: operations["attachDisk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/disks/{disk}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Detaches a disk. */
        delete: operations["detachDisk"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/disks/{disk}/save": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Saves a disk as a new image. */
        post: operations["saveDisk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/disks/{disk}/resize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a disk larger. */
        post: operations["resizeDisk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/disks/{disk}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The snapshots of a disk. */
        get: operations["listDiskSnapshots"];
        put?: never;
        /** Takes a snapshot of a disk. */
        post: operations["takeDiskSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/disks/{disk}/snapshots/{snapshot}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes a snapshot of a disk. */
        delete: operations["deleteDiskSnapshot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/disks/{disk}/snapshots/{snapshot}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reverts a disk to a snapshot. */
        post: operations["revertDisk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/nics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The NICs of a machine. */
        get: operations["listNics"];
        put?: never;
        /** Attaches a NIC in a network. */
        post: operations["attachNic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/nics/{nic}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Detaches a NIC. */
        delete: operations["detachNic"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The snapshots of a machine. */
        get: operations["listSnapshots"];
        put?: never;
        /** Takes a snapshot of the whole machine. */
        post: operations["takeSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/snapshots/{snapshot}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes a snapshot. */
        delete: operations["deleteSnapshot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/snapshots/{snapshot}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reverts a machine to a snapshot. */
        post: operations["revertMachine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The machine's screen: whether it can be opened, and its password. As a WebSocket, the screen itself.
         * @description A request with `Upgrade: websocket` opens a WebSocket that carries RFB (VNC) in binary frames, both ways, from the greeting of the machine's VNC server on. It is closed with 1001 when the server stops, 4401 when the login has expired or was revoked, 4403 when the right was revoked, 4406 when the VNC server requires TLS, 4409 when the machine has stopped or moved, 4410 when its host has closed the screen, 4411 when the host does not accept data, 4503 when OpenNebula has not answered for minutes.
         */
        get: operations["openScreen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/machines/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** CPU, memory, network and disk of the last 30 minutes (or of 2 or 12 hours), for plots. */
        get: operations["getMachineMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The images that the user can use. */
        get: operations["listImages"];
        put?: never;
        /** Creates an image from an uploaded file or from a URL, or an empty one. */
        post: operations["createImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An image. */
        get: operations["getImage"];
        put?: never;
        post?: never;
        /** Deletes an image that no machine uses. */
        delete: operations["deleteImage"];
        options?: never;
        head?: never;
        /** Changes an image. */
        patch: operations["updateImage"];
        trace?: never;
    };
    "/images/{id}/clone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Copies an image. */
        post: operations["cloneImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The networks that the user can see. */
        get: operations["listNetworks"];
        put?: never;
        /** Creates a network, or reserves addresses of one. */
        post: operations["createNetwork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/networks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A network. */
        get: operations["getNetwork"];
        put?: never;
        post?: never;
        /** Deletes a network that no machine uses. */
        delete: operations["deleteNetwork"];
        options?: never;
        head?: never;
        /** Changes a network. */
        patch: operations["updateNetwork"];
        trace?: never;
    };
    "/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The user's login tokens, without the tokens themselves. */
        get: operations["listTokens"];
        put?: never;
        /**
         * Creates a login token, which is shown only this once.
         * @description Idempotency-Key is ignored: OpenNebula cannot store the key with a token, and a token is shown only once. A token whose answer was lost expires by itself.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a login token. */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** CPU, memory and disk that the user's machines used, by day and by machine, and their cost. */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events: which machines, images and networks have changed or are gone. */
        get: operations["listenToEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Version, limits and links of the API. Without credentials, only the version and the links. */
        Welcome: {
            /** @constant */
            version: "v1";
            server: string | null;
            opennebula: string | null;
            limits: components["schemas"]["Limits"] | null;
            features: components["schemas"]["Features"] | null;
            links: {
                [key: string]: string;
            };
        };
        /** @description Limits of requests. */
        Limits: {
            bodyBytes: number;
            uploadBytes: number;
            pageItems: number;
            waitSeconds: number;
        };
        /** @description Features that the administrator has enabled. */
        Features: {
            /** @description Whether new networks are reservations. */
            reservations: boolean;
            contextVariables: boolean;
            /** @description Whether new images can be downloaded from some URLs. */
            imageUrls: boolean;
        };
        /** @description Why a request failed (RFC 9457). */
        Problem: {
            /** @description URL path of the reference that explains the code. */
            type: string;
            /** @description The meaning of the code, always in the same words. */
            title: string;
            status: number;
            /** @description The error of this request. */
            detail: string;
            /** @description The error code. */
            code: string;
            hint: string | null;
            /** @description Request id, under which the log has more. */
            requestId: string;
            errors: {
                /** @description JSON pointer (RFC 6901) to the faulty member of the request's document. */
                pointer: string;
                detail: string;
            }[];
        };
        /** @description All error codes. */
        ErrorCodes: {
            items: components["schemas"]["ErrorCode"][];
        };
        /** @description An error code, with the type and title of its problems. */
        ErrorCode: {
            type: string;
            code: string;
            status: number;
            title: string;
        };
        /** @description The user who is logged in. */
        Me: {
            /** @description Id of the user. */
            id: number;
            name: string;
            group: components["schemas"]["Reference"];
            groups: number[];
            sshKeys: string[];
            quotas: components["schemas"]["Quotas"];
        };
        /** @description An object of OpenNebula, by id and name. */
        Reference: {
            id: number;
            name: string;
        };
        /** @description Quotas, including the defaults of the cloud. */
        Quotas: {
            machines: components["schemas"]["Quota"];
            runningMachines: components["schemas"]["Quota"];
            cpu: components["schemas"]["Quota"];
            runningCpu: components["schemas"]["Quota"];
            memoryMiB: components["schemas"]["Quota"];
            runningMemoryMiB: components["schemas"]["Quota"];
            systemDiskMiB: components["schemas"]["Quota"];
            datastores: components["schemas"]["DatastoreQuota"][];
            networks: components["schemas"]["NetworkQuota"][];
            images: components["schemas"]["ImageQuota"][];
        };
        /** @description A quota of the user and of the user's group. */
        Quota: {
            user: components["schemas"]["QuotaShare"];
            group: components["schemas"]["QuotaShare"];
            left: number | null;
        };
        /** @description Limit and left are null where there is no limit. */
        QuotaShare: {
            used: number;
            limit: number | null;
            left: number | null;
        };
        /** @description The quotas of one datastore. */
        DatastoreQuota: {
            /** @description Id of the datastore. */
            id: number;
            images: components["schemas"]["Quota"];
            sizeMiB: components["schemas"]["Quota"];
        };
        /** @description The quota of one network. */
        NetworkQuota: {
            /** @description Id of the network. */
            id: number;
            leases: components["schemas"]["Quota"];
        };
        /** @description The quota of one image. */
        ImageQuota: {
            /** @description Id of the image. */
            id: number;
            machines: components["schemas"]["Quota"];
        };
        /** @description Changes of the user. */
        MePatch: {
            sshKeys?: string[];
        };
        /** @description All sizes. */
        Sizes: {
            items: components["schemas"]["Size"][];
        };
        /** @description A size of machines (VM_TYPE). */
        Size: {
            name: string;
            cpu: number | null;
            memoryMiB: number | null;
            cpuMax: number | null;
            memoryMaxMiB: number | null;
        };
        /** @description A page of a list, newest first. */
        Templates: {
            items: components["schemas"]["Template"][];
            next: string | null;
        };
        /** @description A VM template that the user can use. */
        Template: {
            /** @description Id of the template. */
            id: number;
            name: string;
            description: string | null;
            logo: string | null;
            cpu: number | null;
            vcpu: number | null;
            memoryMiB: number | null;
            disks: components["schemas"]["TemplateDisk"][];
            networks: {
                network: components["schemas"]["Reference"] | null;
            }[];
            inputs: components["schemas"]["Input"][];
            owner: components["schemas"]["Reference"];
            /**
             * Format: date-time
             * @description When it was registered, in UTC (RFC 3339).
             */
            createdAt: string;
        };
        /** @description A disk of the machines created from the template. */
        TemplateDisk: {
            image: components["schemas"]["Reference"] | null;
            sizeMiB: number | null;
        };
        /** @description A value that a template requires of the person who creates a machine from it. */
        Input: {
            name: string;
            /** @enum {string} */
            type: "text" | "text64" | "password" | "integer" | "number" | "choice" | "choices" | "boolean" | "fixed";
            required: boolean;
            description: string | null;
            options: string[] | null;
            minimum: number | null;
            maximum: number | null;
            default: string | null;
            group: string | null;
        };
        /** @description A page of a list, newest first. */
        Machines: {
            items: components["schemas"]["Machine"][];
            next: string | null;
        };
        /** @description A virtual machine. */
        Machine: {
            /** @description Id of the machine. */
            id: number;
            name: string;
            description: string | null;
            /** @enum {string} */
            state: "pending" | "starting" | "running" | "stopping" | "stopped" | "suspended" | "undeployed" | "failed" | "unknown" | "gone";
            message: string | null;
            error: string | null;
            template: components["schemas"]["TemplateId"] | null;
            size: string | null;
            cpu: number | null;
            vcpu: number | null;
            memoryMiB: number | null;
            /** @description The addresses of all NICs. */
            addresses: string[];
            disks: components["schemas"]["Disk"][];
            nics: components["schemas"]["Nic"][];
            snapshots: components["schemas"]["Snapshot"][];
            owner: components["schemas"]["Reference"];
            group: components["schemas"]["Reference"];
            /**
             * Format: date-time
             * @description When it was created, in UTC (RFC 3339).
             */
            createdAt: string;
            startedAt: string | null;
            endsAt: string | null;
            screen: components["schemas"]["Screen"];
            /** @description The actions that are possible now, for this user. */
            actions: ("start" | "stop" | "reboot" | "suspend" | "hibernate" | "undeploy" | "hold" | "release" | "recover" | "delete")[];
            oned: components["schemas"]["OnedState"];
        };
        /** @description The VM template from which the machine was created. */
        TemplateId: {
            /** @description Id of the template. */
            id: number;
        };
        /** @description A disk of a machine. */
        Disk: {
            /** @description Id of the disk within the machine. */
            id: number;
            image: components["schemas"]["Reference"] | null;
            type: string | null;
            sizeMiB: number | null;
            target: string | null;
            snapshots: components["schemas"]["Snapshot"][];
        };
        /** @description A snapshot of a machine or of one of its disks. */
        Snapshot: {
            /** @description Id of the snapshot. */
            id: number;
            name: string;
            /** @description Whether the disk or machine was last reverted to this snapshot. */
            active: boolean;
        };
        /** @description A network interface of a machine. */
        Nic: {
            /** @description Id of the NIC within the machine. */
            id: number;
            network: components["schemas"]["Reference"] | null;
            /** @description IPv4 first. */
            addresses: string[];
            mac: string | null;
        };
        /** @description The screen of a machine, and any obstacle to opening it. */
        Screen: {
            type: string | null;
            /** @description Whether this user can open the screen now. */
            available: boolean;
            obstacle: ("off" | "right" | "none" | "type" | "state" | "port" | "listen") | null;
            message: string | null;
        };
        /** @description OpenNebula's names of the state. */
        OnedState: {
            state: string;
            lcmState: string;
        };
        /** @description A new machine: from a template, or from an image and a size. */
        NewMachine: {
            /** @description Id of a VM template; instead of image and size. */
            template?: number;
            /** @description Id of the image of the first disk, with `size`. */
            image?: number;
            /** @description Name of a size; for an image, or for a template that does not set CPU and memory. */
            size?: string;
            /** @description With `count`, `%i` in the name is replaced by the number of the machine, from 0. */
            name?: string;
            /** @description Creates this many machines, all or none; the answer is a list. */
            count?: number;
            description?: string;
            /** @description Values for the inputs of the template. */
            inputs?: {
                [key: string]: string | number | boolean | string[];
            };
            /** @description Allowed if the template or size does not set it. */
            cpu?: number;
            /** @description Allowed if the template or size does not set it. */
            memoryMiB?: number;
            sshKeys?: string[];
            /** @description Passed to cloud-init in the machine. */
            userData?: string;
            networks?: number[];
            disks?: number[];
            /** @description Whether the machine is created on hold: it does not start until it is released. */
            hold?: boolean;
            /**
             * Format: date-time
             * @description When it is to be terminated, in UTC (RFC 3339).
             */
            endsAt?: string;
        };
        /** @description Changes of a machine (JSON Merge Patch, RFC 7396). */
        MachinePatch: {
            name?: string;
            description?: string | null;
            endsAt?: string | null;
            /** @description Name of the new size. */
            size?: string;
            /** @description Allowed if the size does not set it, or within the inputs of the template. */
            cpu?: number;
            /** @description Allowed if the size does not set it, or within the inputs of the template. */
            memoryMiB?: number;
        };
        /** @description How an action is carried out. */
        ActionBody: {
            /** @description Whether to force the action; only some actions can be forced. */
            force?: boolean;
        };
        /** @description A page of a list, newest first. */
        Disks: {
            items: components["schemas"]["Disk"][];
            next: string | null;
        };
        /** @description A disk to attach. */
        NewDisk: {
            /** @description Id of the image. */
            image: number;
            target?: string;
        };
        /** @description The name of the new resource. */
        NewName: {
            name: string;
        };
        /** @description An image of a disk. */
        Image: {
            /** @description Id of the image. */
            id: number;
            name: string;
            description: string | null;
            /** @enum {string} */
            state: "copying" | "ready" | "used" | "disabled" | "failed" | "deleting";
            message: string | null;
            error: string | null;
            /** @description `os`, `cdrom`, `datablock`, ... */
            type: string;
            /** @description Size, in MiB. */
            sizeMiB: number;
            fileSystem: string | null;
            /** @description Whether the image keeps the changes of its machine; only one machine at a time can use a persistent image. */
            persistent: boolean;
            /** @description Whether the group or everybody can use it. */
            public: boolean;
            machines: number[];
            datastore: number | null;
            owner: components["schemas"]["Reference"];
            oned: components["schemas"]["OnedImageState"];
        };
        /** @description OpenNebula's name of the state. */
        OnedImageState: {
            state: string;
        };
        /** @description The new size of a disk. */
        DiskSize: {
            sizeMiB: number;
        };
        /** @description A page of a list, newest first. */
        Snapshots: {
            items: components["schemas"]["Snapshot"][];
            next: string | null;
        };
        /** @description A page of a list, newest first. */
        Nics: {
            items: components["schemas"]["Nic"][];
            next: string | null;
        };
        /** @description A NIC to attach. */
        NewNic: {
            /** @description Id of the network. */
            network: number;
            address?: string;
        };
        /** @description The screen of a machine, and everything that a VNC client needs to open it. */
        ScreenAccess: {
            type: string | null;
            /** @description Whether this user can open the screen now. */
            available: boolean;
            obstacle: ("off" | "right" | "none" | "type" | "state" | "port" | "listen") | null;
            message: string | null;
            password: string | null;
        };
        /** @description Measurements of a machine at equal intervals, at most 300 points. There are gaps where the machine was not running or was not measured. Rates skip restarts, after which the counters begin at 0. */
        Metrics: {
            /** @enum {string} */
            range: "30m" | "2h" | "12h";
            /**
             * Format: date-time
             * @description When the first point begins, in UTC (RFC 3339).
             */
            from: string;
            /**
             * Format: date-time
             * @description When the last point ends, in UTC (RFC 3339).
             */
            to: string;
            /** @description Seconds between two points: point n is the average of the time from `from` + n × `stepSeconds`. */
            stepSeconds: number;
            /** @description Number of virtual CPUs, which together are 100 %. */
            cpus: number;
            /** @description CPU, in percent of the machine's CPUs: a number for each point, null where nothing was measured. */
            cpuPercent: (number | null)[];
            /** @description Memory, in MiB: a number for each point, null where nothing was measured. */
            memoryMiB: (number | null)[];
            /** @description Network, bytes received per second: a number for each point, null where nothing was measured. */
            receivedBytesPerSecond: (number | null)[];
            /** @description Network, bytes sent per second: a number for each point, null where nothing was measured. */
            sentBytesPerSecond: (number | null)[];
            /** @description Disks, bytes read per second: a number for each point, null where nothing was measured. */
            readBytesPerSecond: (number | null)[];
            /** @description Disks, bytes written per second: a number for each point, null where nothing was measured. */
            writtenBytesPerSecond: (number | null)[];
            /** @description Disks, reads per second: a number for each point, null where nothing was measured. */
            readsPerSecond: (number | null)[];
            /** @description Disks, writes per second: a number for each point, null where nothing was measured. */
            writesPerSecond: (number | null)[];
        };
        /** @description A page of a list, newest first. */
        Images: {
            items: components["schemas"]["Image"][];
            next: string | null;
        };
        /** @description An empty image, or one that OpenNebula downloads. */
        NewImage: {
            name: string;
            description?: string;
            /** @enum {string} */
            type?: "os" | "cdrom" | "datablock";
            /** @description Size of an empty image. */
            sizeMiB?: number;
            /** @description File system of an empty image: ext4, ... */
            fileSystem?: string;
            /** @description URL from which OpenNebula downloads the image, if the server allows it. */
            url?: string;
            persistent?: boolean;
            public?: boolean;
        };
        /** @description Changes of an image (JSON Merge Patch, RFC 7396). */
        ImagePatch: {
            name?: string;
            description?: string | null;
            persistent?: boolean;
            public?: boolean;
        };
        /** @description A page of a list, newest first. */
        Networks: {
            items: components["schemas"]["Network"][];
            next: string | null;
        };
        /** @description A network. */
        Network: {
            /** @description Id of the network. */
            id: number;
            name: string;
            description: string | null;
            /** @enum {string} */
            state: "making" | "ready" | "failed" | "deleting";
            error: string | null;
            ranges: components["schemas"]["AddressRange"][];
            addresses: components["schemas"]["AddressCount"];
            leases: components["schemas"]["NetworkLease"][] | null;
            /** @description Whether the group or everybody can use it. */
            public: boolean;
            parent: number | null;
            owner: components["schemas"]["Reference"];
            oned: components["schemas"]["OnedNetworkState"];
        };
        /** @description A range of addresses. */
        AddressRange: {
            /** @description Id of the range. */
            id: number;
            first: string | null;
            size: number;
        };
        /** @description Number of addresses. */
        AddressCount: {
            total: number;
            used: number;
            free: number;
        };
        /** @description Addresses in the network that a machine has. */
        NetworkLease: {
            /** @description IPv4 first. */
            addresses: string[];
            mac: string | null;
            machine: components["schemas"]["Reference"];
        };
        /** @description OpenNebula's name of the state. */
        OnedNetworkState: {
            state: string;
        };
        /** @description A network or, if the administrator has set NETWORK_FROM, a reservation from that network. */
        NewNetwork: {
            name: string;
            description?: string;
            /** @description Network or first address: `10.1.0.0/24`, `10.1.0.9`. */
            address?: string;
            /** @description Number of addresses. */
            size?: number;
            public?: boolean;
        };
        /** @description Changes of a network (JSON Merge Patch, RFC 7396). */
        NetworkPatch: {
            name?: string;
            description?: string | null;
            public?: boolean;
        };
        /** @description All login tokens, the first to expire first. */
        Tokens: {
            items: components["schemas"]["Token"][];
        };
        /** @description A login token. The token itself is shown once, when it is created. */
        Token: {
            /** @description The beginning of its SHA-256. */
            id: string;
            expiresAt: string | null;
        };
        /** @description A login token to create. */
        NewToken: {
            /** @description How long the token is valid; the default is 12 hours. */
            seconds?: number;
        };
        /** @description A new login token. */
        MadeToken: {
            id: string;
            /** @description Use it as a password. */
            token: string;
            /**
             * Format: date-time
             * @description When it expires, in UTC (RFC 3339).
             */
            expiresAt: string;
        };
        /** @description The usage of the user's machines, as OpenNebula counts it: from their placement on a host until they left it, whether or not they were running. */
        Usage: {
            /**
             * Format: date-time
             * @description When the period begins, in UTC (RFC 3339).
             */
            from: string;
            /**
             * Format: date-time
             * @description When the period ends, in UTC (RFC 3339).
             */
            to: string;
            total: components["schemas"]["TotalUsage"];
            days: components["schemas"]["DayUsage"][];
            machines: components["schemas"]["MachineUsage"][];
            /** @description The months that overlap the period, each as a whole, provided that the administrator has had showback calculated. */
            months: components["schemas"]["MonthCost"][];
        };
        /** @description The total of all days; its cost covers all `months`. */
        TotalUsage: {
            /** @description CPU hours. */
            cpuHours: number;
            /** @description GiB hours of memory. */
            memoryGiBHours: number;
            /** @description GiB hours of disk. */
            diskGiBHours: number;
            cost: components["schemas"]["Cost"] | null;
        };
        /** @description Costs that showback has calculated, in the currency of the cloud. */
        Cost: {
            cpu: number;
            memory: number;
            disk: number;
            total: number;
        };
        /** @description The usage of a day. */
        DayUsage: {
            /** @description The day, in UTC: `2026-11-30`. */
            date: string;
            /** @description CPU hours. */
            cpuHours: number;
            /** @description GiB hours of memory. */
            memoryGiBHours: number;
            /** @description GiB hours of disk. */
            diskGiBHours: number;
        };
        /** @description The usage of a machine, which might no longer exist; its cost covers all `months`. */
        MachineUsage: {
            id: number;
            name: string;
            /** @description CPU hours. */
            cpuHours: number;
            /** @description GiB hours of memory. */
            memoryGiBHours: number;
            /** @description GiB hours of disk. */
            diskGiBHours: number;
            cost: components["schemas"]["Cost"] | null;
        };
        /** @description The cost of a whole month. */
        MonthCost: {
            /** @description `2026-11`. */
            month: string;
            cost: components["schemas"]["Cost"];
        };
    };
    responses: {
        /** @description INVALID_REQUEST */
        "400-INVALID_REQUEST": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description CROSS_ORIGIN, HOST_NOT_ALLOWED */
        "403-CROSS_ORIGIN-HOST_NOT_ALLOWED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description INTERNAL, ONED_FAILED */
        "500-INTERNAL-ONED_FAILED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description BAD_CREDENTIALS */
        "401-BAD_CREDENTIALS": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description LOGIN_DELAYED */
        "429-LOGIN_DELAYED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description ONED_DAMAGED_ANSWER */
        "502-ONED_DAMAGED_ANSWER": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description ONED_UNREACHABLE, OVERLOADED */
        "503-ONED_UNREACHABLE-OVERLOADED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description ONED_TIMEOUT */
        "504-ONED_TIMEOUT": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description INTERNAL */
        "500-INTERNAL": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description INVALID_REQUEST, INVALID_CHARACTER */
        "400-INVALID_REQUEST-INVALID_CHARACTER": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description CROSS_ORIGIN, HOST_NOT_ALLOWED, FORBIDDEN, STATE_NOT_ALLOWED, QUOTA_EXCEEDED, RESTRICTED_ATTRIBUTE */
        "403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description ONED_UNREACHABLE, OVERLOADED, ONED_READ_ONLY */
        "503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description ONED_TIMEOUT, OUTCOME_UNKNOWN */
        "504-ONED_TIMEOUT-OUTCOME_UNKNOWN": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description UNSUPPORTED_MEDIA_TYPE */
        "415-UNSUPPORTED_MEDIA_TYPE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description TOO_LARGE */
        "413-TOO_LARGE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description UPLOAD_STALLED */
        "408-UPLOAD_STALLED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description NOT_FOUND */
        "404-NOT_FOUND": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description WRONG_STATE, LOCKED */
        "409-WRONG_STATE-LOCKED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description NOT_SUPPORTED */
        "501-NOT_SUPPORTED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description CROSS_ORIGIN, HOST_NOT_ALLOWED, FORBIDDEN */
        "403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description IDEMPOTENCY_KEY_REUSED */
        "422-IDEMPOTENCY_KEY_REUSED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description WRONG_STATE, LOCKED, NO_FREE_LEASE, IN_USE */
        "409-WRONG_STATE-LOCKED-NO_FREE_LEASE-IN_USE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description WRONG_STATE, LOCKED, NAME_TAKEN */
        "409-WRONG_STATE-LOCKED-NAME_TAKEN": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description WRONG_STATE, LOCKED, IN_USE, DRIVER_REFUSED */
        "409-WRONG_STATE-LOCKED-IN_USE-DRIVER_REFUSED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description WRONG_STATE, LOCKED, DRIVER_REFUSED */
        "409-WRONG_STATE-LOCKED-DRIVER_REFUSED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description WRONG_STATE, LOCKED, NAME_TAKEN, DRIVER_REFUSED */
        "409-WRONG_STATE-LOCKED-NAME_TAKEN-DRIVER_REFUSED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description WRONG_STATE, LOCKED, NO_FREE_LEASE, DRIVER_REFUSED */
        "409-WRONG_STATE-LOCKED-NO_FREE_LEASE-DRIVER_REFUSED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description ONED_DAMAGED_ANSWER, HOST_FAILED */
        "502-ONED_DAMAGED_ANSWER-HOST_FAILED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description NO_SCREEN */
        "409-NO_SCREEN": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description DISK_FULL */
        "507-DISK_FULL": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description WRONG_STATE, LOCKED, NAME_TAKEN, IN_USE */
        "409-WRONG_STATE-LOCKED-NAME_TAKEN-IN_USE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description WRONG_STATE, LOCKED, IN_USE */
        "409-WRONG_STATE-LOCKED-IN_USE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description WRONG_STATE, LOCKED, NAME_TAKEN, NO_FREE_LEASE, DRIVER_REFUSED */
        "409-WRONG_STATE-LOCKED-NAME_TAKEN-NO_FREE_LEASE-DRIVER_REFUSED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
        IfNoneMatch: string;
        /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
        Prefer: string;
        /** @description 1 to 255 printable ASCII characters in quotes: a repetition with the same key creates nothing; its answer is the resource that the first request created. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description Identifies the request in the server's log. A request can bring its own. */
        "X-Request-Id": string;
        /** @description A weak entity tag of the document, for `If-None-Match`. */
        ETag: string;
        /** @description The path of the next page, with `rel="next"` (RFC 8288). */
        Link: string;
        /** @description The URL of the resource that was created. */
        Location: string;
        /** @description The preferences that the server applied (RFC 7240). */
        "Preference-Applied": string;
        /** @description Seconds to wait. */
        "Retry-After": number;
        /** @description How to log in. */
        "WWW-Authenticate": string;
        /** @description `no`: a proxy must not buffer events. */
        "X-Accel-Buffering": string;
        /** @description Objects that the list omits because OpenNebula's records of them cannot be read. */
        "X-OCCI-Skipped": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Welcome"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            500: components["responses"]["500-INTERNAL"];
        };
    };
    listErrors: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorCodes"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            500: components["responses"]["500-INTERNAL"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sshKeys": [
                 *         "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE3Yd9fjWqCCNiVZ6NhLtW3HHG9ZfOmqzRcGEXAMPLE alice"
                 *       ]
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["MePatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    listSizes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sizes"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    listTemplates: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                name?: string;
                mine?: boolean;
            };
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Templates"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN"];
            404: components["responses"]["404-NOT_FOUND"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    listMachines: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                state?: string;
                name?: string;
                mine?: boolean;
            };
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machines"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    createMachine: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description 1 to 255 printable ASCII characters in quotes: a repetition with the same key creates nothing; its answer is the resource that the first request created. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "template": 0,
                 *       "name": "web"
                 *     }
                 */
                "application/json": components["schemas"]["NewMachine"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"] | components["schemas"]["Machines"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"] | components["schemas"]["Machines"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-NO_FREE_LEASE-IN_USE"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422-IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    getMachine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN"];
            404: components["responses"]["404-NOT_FOUND"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    deleteMachine: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description Done; the answer does not have a body. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-WRONG_STATE-LOCKED"];
            413: components["responses"]["413-TOO_LARGE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    updateMachine: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "The front page"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["MachinePatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-NAME_TAKEN"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    actOnMachine: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example stop */
                word: "start" | "stop" | "reboot" | "suspend" | "hibernate" | "undeploy" | "hold" | "release" | "recover";
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "force": true
                 *     }
                 */
                "application/json": components["schemas"]["ActionBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    listDisks: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Disks"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN"];
            404: components["responses"]["404-NOT_FOUND"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    attachDisk: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "image": 1
                 *     }
                 */
                "application/json": components["schemas"]["NewDisk"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-IN_USE-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    detachDisk: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example 2 */
                disk: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    saveDisk: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description 1 to 255 printable ASCII characters in quotes: a repetition with the same key creates nothing; its answer is the resource that the first request created. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example 0 */
                disk: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "web-copy"
                 *     }
                 */
                "application/json": components["schemas"]["NewName"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-NAME_TAKEN-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422-IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    resizeDisk: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example 0 */
                disk: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "sizeMiB": 4096
                 *     }
                 */
                "application/json": components["schemas"]["DiskSize"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    listDiskSnapshots: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example 0 */
                disk: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshots"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN"];
            404: components["responses"]["404-NOT_FOUND"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    takeDiskSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example 0 */
                disk: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "before"
                 *     }
                 */
                "application/json": components["schemas"]["NewName"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    deleteDiskSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example 0 */
                disk: number;
                /** @example 1 */
                snapshot: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    revertDisk: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example 0 */
                disk: number;
                /** @example 0 */
                snapshot: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    listNics: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nics"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN"];
            404: components["responses"]["404-NOT_FOUND"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    attachNic: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "network": 0
                 *     }
                 */
                "application/json": components["schemas"]["NewNic"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-NO_FREE_LEASE-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    detachNic: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example 0 */
                nic: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    listSnapshots: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshots"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN"];
            404: components["responses"]["404-NOT_FOUND"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    takeSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "before"
                 *     }
                 */
                "application/json": components["schemas"]["NewName"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    deleteSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example 0 */
                snapshot: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    revertMachine: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 0 */
                id: number;
                /** @example 0 */
                snapshot: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    openScreen: {
        parameters: {
            query?: {
                try?: boolean;
            };
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The WebSocket is open. */
            101: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScreenAccess"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-NO_SCREEN"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER-HOST_FAILED"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    getMachineMetrics: {
        parameters: {
            query?: {
                range?: "30m" | "2h" | "12h";
            };
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metrics"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN"];
            404: components["responses"]["404-NOT_FOUND"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    listImages: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                name?: string;
                mine?: boolean;
            };
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Images"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    createImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description 1 to 255 printable ASCII characters in quotes: a repetition with the same key creates nothing; its answer is the resource that the first request created. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "scratch",
                 *       "sizeMiB": 64
                 *     }
                 */
                "application/json": components["schemas"]["NewImage"];
                "multipart/form-data": {
                    document: components["schemas"]["NewImage"];
                    /**
                     * Format: binary
                     * @description The file of the image.
                     */
                    file?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-NAME_TAKEN-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422-IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
            507: components["responses"]["507-DISK_FULL"];
        };
    };
    getImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN"];
            404: components["responses"]["404-NOT_FOUND"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    deleteImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 2 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description Done; the answer does not have a body. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-IN_USE"];
            413: components["responses"]["413-TOO_LARGE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    updateImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /** @example 2 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "The data of alice"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["ImagePatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-NAME_TAKEN-IN_USE"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    cloneImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description 1 to 255 printable ASCII characters in quotes: a repetition with the same key creates nothing; its answer is the resource that the first request created. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "debian-copy"
                 *     }
                 */
                "application/json": components["schemas"]["NewName"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-NAME_TAKEN-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422-IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    listNetworks: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                name?: string;
                mine?: boolean;
            };
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Networks"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    createNetwork: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
                /** @description 1 to 255 printable ASCII characters in quotes: a repetition with the same key creates nothing; its answer is the resource that the first request created. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "lan",
                 *       "address": "10.1.0.0",
                 *       "size": 62
                 *     }
                 */
                "application/json": components["schemas"]["NewNetwork"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-NAME_TAKEN-NO_FREE_LEASE-DRIVER_REFUSED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422-IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    getNetwork: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 0 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN"];
            404: components["responses"]["404-NOT_FOUND"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    deleteNetwork: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenNebula has not finished yet; the body is the resource as it is now. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description Done; the answer does not have a body. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-IN_USE"];
            413: components["responses"]["413-TOO_LARGE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    updateNetwork: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "The network of alice"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["NetworkPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED-NAME_TAKEN"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "seconds": 3600
                 *     }
                 */
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeToken"];
                };
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            408: components["responses"]["408-UPLOAD_STALLED"];
            409: components["responses"]["409-WRONG_STATE-LOCKED"];
            413: components["responses"]["413-TOO_LARGE"];
            415: components["responses"]["415-UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240). */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer does not have a body. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST-INVALID_CHARACTER"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED-FORBIDDEN-STATE_NOT_ALLOWED-QUOTA_EXCEEDED-RESTRICTED_ATTRIBUTE"];
            404: components["responses"]["404-NOT_FOUND"];
            409: components["responses"]["409-WRONG_STATE-LOCKED"];
            413: components["responses"]["413-TOO_LARGE"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            501: components["responses"]["501-NOT_SUPPORTED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED-ONED_READ_ONLY"];
            504: components["responses"]["504-ONED_TIMEOUT-OUTCOME_UNKNOWN"];
        };
    };
    getUsage: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                machine?: number;
            };
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /** @description The client already has the document. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-OCCI-Skipped": components["headers"]["X-OCCI-Skipped"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
    listenToEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags of documents that the client has; the answer is 304 if the document is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Accel-Buffering": components["headers"]["X-Accel-Buffering"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["400-INVALID_REQUEST"];
            401: components["responses"]["401-BAD_CREDENTIALS"];
            403: components["responses"]["403-CROSS_ORIGIN-HOST_NOT_ALLOWED"];
            429: components["responses"]["429-LOGIN_DELAYED"];
            500: components["responses"]["500-INTERNAL-ONED_FAILED"];
            502: components["responses"]["502-ONED_DAMAGED_ANSWER"];
            503: components["responses"]["503-ONED_UNREACHABLE-OVERLOADED"];
            504: components["responses"]["504-ONED_TIMEOUT"];
        };
    };
}
