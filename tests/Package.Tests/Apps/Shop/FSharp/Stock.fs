module Stock

let left (articles: string list) =
    articles |> List.map (fun article -> article.Length) |> List.sum
