namespace Shop
{
    public class Prices
    {
        public int Of(string article) => article.Length * 100 + Rounding(article);

        private static int Rounding(string article) => article.Length % 2 == 0 ? 0 : 1;
    }

    public class PricesOfOld
    {
        public int Of(string article) => article.Length * 10 + article.Length % 3;
    }
}
