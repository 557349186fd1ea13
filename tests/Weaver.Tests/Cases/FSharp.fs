module FSharp

open System
open System.IO
open System.Threading.Tasks

type Shape =
    | Circle of radius: float
    | Square of side: float
    | Nothing

    member this.Area =
        match this with
        | Circle r -> Math.Round(Math.PI * r * r, 2)
        | Square s -> s * s
        | Nothing -> 0.0

type Person = { Name: string; Age: int }

[<Struct>]
type Vector = { X: int; Y: int } with
    member this.Sum() = if this.X > 1000 then 0 else this.X + this.Y * 2 - this.X % 3

type Greeter(name: string) =
    let mutable count = 0
    let greetings = ResizeArray<string>()

    member _.Greet(who: string) =
        count <- count + 1
        greetings.Add(sprintf "%s greets %s (%d)" name who count)
        greetings.[greetings.Count - 1]

    member this.Many(people: string list) = people |> List.map (fun p -> this.Greet p) |> String.concat "; "

    abstract Describe: unit -> string
    default _.Describe() = name + string count

    interface IDisposable with
        member _.Dispose() = greetings.Clear()

let rec sumTo acc n = if n = 0 then acc else sumTo (acc + n) (n - 1)

let rec isEven n = if n = 0 then true else isOdd (n - 1)
and isOdd n = if n = 0 then false else isEven (n - 1)

let applyTwice f x = f (f x)

let continuation n =
    let rec loop n k = if n <= 1 then k 1 else loop (n - 1) (fun r -> k (r * n))
    loop n id

let numbers count =
    seq {
        for i in 0 .. count do
            if i % 2 = 0 then
                yield i * i
    }

let laterAsync n =
    async {
        do! Async.Sleep 1
        let! more = async { return n * 2 }
        return more + 1
    }

let laterTask (n: int) : Task<int> =
    task {
        do! Task.Delay 1
        return n + 10
    }

let (|Positive|Negative|Zero|) n = if n > 0 then Positive n elif n < 0 then Negative else Zero

let classify n =
    match n with
    | Positive p -> "positive " + string p
    | Negative -> "negative"
    | Zero -> "zero"

let inline add a b = a + b

let fail depth =
    let rec go d = if d = 0 then invalidOp "fs" else 1 + go (d - 1)
    go depth

let Run (output: TextWriter) =
    output.WriteLine((Circle 2.0).Area + (Square 3.0).Area + Nothing.Area)
    output.WriteLine({ Name = "Ada"; Age = 36 }.ToString())
    output.WriteLine({ Name = "Ada"; Age = 36 } = { Name = "Ada"; Age = 36 })
    output.WriteLine({ X = 3; Y = 4 }.Sum())
    use greeter = new Greeter("Bob")
    output.WriteLine(greeter.Many [ "Eve"; "Mal" ])
    output.WriteLine(greeter.Describe())
    output.WriteLine(sumTo 0 1000000)
    output.WriteLine(isEven 200001)
    output.WriteLine(applyTwice (fun x -> x * 3) 7)
    output.WriteLine(continuation 10)
    output.WriteLine(numbers 10 |> Seq.map string |> String.concat ",")
    output.WriteLine(laterAsync 4 |> Async.RunSynchronously)
    output.WriteLine((laterTask 5).GetAwaiter().GetResult())
    output.WriteLine(classify 5 + classify -5 + classify 0)
    output.WriteLine(add 1 2 + int (add 1.5 2.5))
    output.WriteLine([ 1..5 ] |> List.fold (fun a b -> a * b) 1)
    let partial = List.map (fun (a, b) -> sprintf "%d%s" a b)
    output.WriteLine(String.Join(",", partial [ (1, "a"); (2, "b") ]))
    try
        output.WriteLine(fail 3)
    with :? InvalidOperationException as e ->
        output.WriteLine(e.Message)
        output.WriteLine(e.StackTrace.Contains "fail")
