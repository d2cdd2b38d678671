package io.pacekeeper.core.document;

/** The content of one document of the cluster's store. Each has exactly one writer. */
public sealed interface Document
    permits ConfigDocument,
        NodeDocument,
        MemberDocument,
        LeaseDocument,
        TermDocument,
        ElectedDocument,
        OrdersDocument,
        ReportDocument,
        FencingDocument,
        AccessDocument,
        DirectivesDocument,
        HistoryDocument,
        HostDocument,
        RequestsDocument,
        AnswersDocument {}
